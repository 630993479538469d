import { useCallback, useEffect, useState, type PointerEvent, type RefObject } from 'react';

const LEAST = 0.2;
const MOST = 2;
/** Below this its words are hard to read. */
const READABLE = 0.8;
const STEP = 1.25;
/** What a notch of the wheel does. */
const WHEEL = 0.0015;

type Size = { width: number; height: number };

/** Zoom by buttons, keys and Ctrl + wheel, and panning by dragging; moving about otherwise is the browser's scrolling. */
export const useGraphZoom = (box: RefObject<HTMLElement>, { width, height }: Size) => {
  const [scale, setScale] = useState(1);
  const zoom = useCallback(
    (factor: number) => setScale((now) => Math.min(MOST, Math.max(LEAST, now * factor))),
    []
  );
  const whole = useCallback(() => wholeIn(box.current, { width, height }), [box, width, height]);
  useWheelZoom(box, zoom);
  return {
    scale,
    /** As large as it may be with all of it in sight, never larger than life. */
    fit: useCallback(() => setScale(Math.max(LEAST, whole())), [whole]),
    /** The same, but no smaller than can be read: the rest is a scroll away. */
    fitReadably: useCallback(() => setScale(Math.max(READABLE, whole())), [whole]),
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    reset: () => setScale(1),
    drag: useDrag(box),
  };
};

/** The scale at which all of it is in sight. */
const wholeIn = (room: HTMLElement | null, { width, height }: Size): number => {
  if (room === null || width === 0 || height === 0) return 1;
  const most = Number.parseFloat(getComputedStyle(room).maxHeight) || room.clientHeight;
  return Math.min(1, room.clientWidth / width, most / height);
};

/** React's own wheel listeners cannot keep the page from zooming. */
const useWheelZoom = (box: RefObject<HTMLElement>, zoom: (factor: number) => void): void => {
  useEffect(() => {
    const room = box.current;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * WHEEL));
    };
    room?.addEventListener('wheel', turn, { passive: false });
    return () => room?.removeEventListener('wheel', turn);
  }, [box, zoom]);
};

/** A mouse drags the picture; fingers scroll it by themselves, and a link in it stays a link. */
const useDrag = (box: RefObject<HTMLElement>) => {
  const [from, setFrom] = useState<{ x: number; y: number } | null>(null);
  return {
    isDragging: from !== null,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType !== 'mouse' || event.button !== 0) return;
        if (event.target instanceof Element && event.target.closest('a') !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, y: event.clientY });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (from === null) return;
        box.current?.scrollBy(from.x - event.clientX, from.y - event.clientY);
        setFrom({ x: event.clientX, y: event.clientY });
      },
      onPointerUp: () => setFrom(null),
      onPointerCancel: () => setFrom(null),
    },
  };
};

import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from 'react';

import { useIsMobile } from '@strapi/strapi/admin';
import { Button, Flex, IconButton } from '@strapi/design-system';
import { ArrowsOut, Minus, Plus } from '@strapi/icons';
import { styled } from 'styled-components';

import type { GraphView } from '../../../../server/src/contract/graph';
import { useTranslate } from '../../translate';
import { neighbourBy } from './graph-keys';
import { edgePath, layoutGraph, type Direction, type PlacedGraph } from './graph-layout';
import { GraphNodeBox } from './graph-node-box';
import { useGraphZoom } from './use-graph-zoom';

type Props = {
  graph: GraphView;
  label: string;
  /** The job whose page this is. */
  current?: string;
  /** CSS height that it grows to before it scrolls. */
  maxHeight: string;
};

/** Jobs as boxes and arrows from each to those that wait for it; every box is a link that the keyboard reaches. */
export const GraphPicture = ({ graph, label, current, maxHeight }: Props) => {
  const t = useTranslate();
  const direction = useIsMobile() ? 'TB' : 'LR';
  const placed = useMemo(() => layoutGraph(graph, direction), [graph, direction]);
  const box = useRef<HTMLDivElement>(null);
  const { scale, fit, fitReadably, zoomIn, zoomOut, reset, drag } = useGraphZoom(box, placed);
  useFitOnce(fitReadably);
  const goBy = (from: string) => (event: KeyboardEvent<HTMLAnchorElement>) => {
    const zoomed = { '+': zoomIn, '-': zoomOut, '0': reset }[event.key];
    const to = neighbourBy(placed.nodes, from, event.key);
    if (zoomed === undefined && to === undefined) return;
    event.preventDefault();
    zoomed?.();
    const target = to && box.current?.querySelector<HTMLElement>(`[data-job="${CSS.escape(to)}"]`);
    if (target) target.focus();
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex gap={2} justifyContent="flex-end" wrap="wrap">
        <IconButton label={t('dependencies.zoom-out')} onClick={zoomOut}>
          <Minus />
        </IconButton>
        <IconButton label={t('dependencies.zoom-in')} onClick={zoomIn}>
          <Plus />
        </IconButton>
        <Button variant="tertiary" startIcon={<ArrowsOut />} onClick={fit}>
          {t('dependencies.fit')}
        </Button>
      </Flex>
      <Viewport
        ref={box}
        role="group"
        aria-label={label}
        style={{ maxHeight }}
        $isDragging={drag.isDragging}
        {...drag.handlers}
      >
        <Centred style={{ width: placed.width * scale, height: placed.height * scale }}>
          <Canvas
            style={{
              width: placed.width,
              height: placed.height,
              transform: `scale(${scale})`,
            }}
          >
            <Arrows placed={placed} direction={direction} />
            {placed.nodes.map((node) => (
              <GraphNodeBox
                key={node.job.documentId}
                node={node}
                isCurrent={node.job.documentId === current}
                onKeyDown={goBy(node.job.documentId)}
              />
            ))}
          </Canvas>
        </Centred>
      </Viewport>
    </Flex>
  );
};

/** It opens with as much in sight as can be read; afterwards the size is the viewer's. */
const useFitOnce = (fit: () => void): void => {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    fit();
  }, [fit]);
};

const Arrows = ({ placed, direction }: { placed: PlacedGraph; direction: Direction }) => {
  const head = useId();
  return (
    <Lines width={placed.width} height={placed.height} aria-hidden>
      <defs>
        <marker
          id={head}
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <Head d="M 0 0 L 10 5 L 0 10 z" />
        </marker>
      </defs>
      {placed.edges.map(({ from, to, points }) => (
        <Line key={`${from} ${to}`} d={edgePath(points, direction)} markerEnd={`url(#${head})`} />
      ))}
    </Lines>
  );
};

const Viewport = styled.div<{ $isDragging: boolean }>`
  position: relative;
  overflow: auto;
  background: ${({ theme }) => theme.colors.neutral100};
  border: 1px solid ${({ theme }) => theme.colors.neutral150};
  border-radius: ${({ theme }) => theme.borderRadius};
  cursor: ${({ $isDragging }) => ($isDragging ? 'grabbing' : 'grab')};
`;

const Centred = styled.div`
  margin: 0 auto;
`;

const Canvas = styled.div`
  position: relative;
  transform-origin: 0 0;
`;

const Lines = styled.svg`
  position: absolute;
  inset: 0;
  overflow: visible;
`;

const Line = styled.path`
  fill: none;
  stroke: ${({ theme }) => theme.colors.neutral500};
  stroke-width: 1.5;
`;

const Head = styled.path`
  fill: ${({ theme }) => theme.colors.neutral500};
`;

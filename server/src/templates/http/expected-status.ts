const PART = '([1-5]xx|[1-5][0-9][0-9](-[1-5][0-9][0-9])?)';

/** `2xx`, `204`, `200-204`, or up to ten of these joined by commas. */
export const EXPECTED_STATUS = `${PART}(, ?${PART}){0,9}`;

/** Whether a status is among the expected ones. */
export const isExpected = (status: number, expected: string): boolean =>
  expected.split(',').some((part) => {
    const [from = '', to = from] = part
      .trim()
      .replace(/^(.)xx$/, '$100-$199')
      .split('-');
    return status >= Number(from) && status <= Number(to);
  });

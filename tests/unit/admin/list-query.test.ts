import { shownPages } from '../../../admin/src/components/page-numbers';
import { changeSearch, nextSort, readListQuery } from '../../../admin/src/list-query';

const OPTIONS = { filters: ['status', 'tag'], defaultSort: 'name:asc' };
const read = (search: string) => readListQuery(new URLSearchParams(search), OPTIONS);

describe('a list in the address', () => {
  it('has defaults', () => {
    expect(read('')).toEqual({ page: 1, pageSize: 20, sort: 'name:asc', q: '', filters: {} });
  });

  it('is read whole, signs that mean something in an address included', () => {
    expect(
      read('page=3&pageSize=50&sort=nextRunAt%3Adesc&q=a%26b%2Bc&status=active&owner=x')
    ).toEqual({
      page: 3,
      pageSize: 50,
      sort: 'nextRunAt:desc',
      q: 'a&b+c',
      filters: { status: 'active' },
    });
  });

  it.each(['page=0', 'page=-1', 'page=1.5', 'page=x', 'pageSize=x', 'sort=name', 'sort=;drop:asc'])(
    'takes the default for %s',
    (search) => expect(read(search)).toEqual(read(''))
  );

  it('never asks for more rows than the server gives', () => {
    expect(read('pageSize=100000').pageSize).toBe(100);
  });

  it('goes back to the first page when anything but the page changes', () => {
    const search = new URLSearchParams('page=4&status=failed&tab=executions');
    expect(changeSearch(search, { status: null, tag: 'db' }).toString()).toBe(
      'tab=executions&tag=db'
    );
    expect(changeSearch(search, { page: '5' }).get('page')).toBe('5');
  });

  it('turns the order round when a header is pressed again', () => {
    expect(nextSort('name:asc', 'name')).toBe('name:desc');
    expect(nextSort('name:desc', 'name')).toBe('name:asc');
    expect(nextSort('name:desc', 'nextRunAt')).toBe('nextRunAt:asc');
  });

  it.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [1, 9, [1, 2, null, 9]],
    [5, 9, [1, null, 4, 5, 6, null, 9]],
    [9, 9, [1, null, 8, 9]],
  ])('page %s of %s links to %j', (page, pageCount, shown) => {
    expect(shownPages(page, pageCount)).toEqual(shown);
  });
});

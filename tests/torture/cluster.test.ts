import { isAvailable } from '../support/databases';
import { clusterSuite } from './cluster.suite';

describe('three servers on one PostgreSQL, one of them killed at work', () => {
  clusterSuite('postgres', 60);
});

if (isAvailable('mysql'))
  describe('three servers on one MariaDB or MySQL, one of them killed at work', () => {
    clusterSuite('mysql', 25);
  });

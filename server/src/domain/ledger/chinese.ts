import type { ExecutionStatus, Reason, Trigger } from '../../contract/execution';
import type { LedgerWords, RecordFacts } from './words';

const REASONS: Record<Reason, string> = {
  overlap: '此工作的上一次執行仍在進行',
  paused: '工作當時已暫停或停用',
  blackout: '行事曆排除了這個時間',
  'outside-window': '工作的行事曆都不允許這個時間',
  'catch-up-exceeded': '已超過可以補回的時限',
  'merged-by-priority': '同一時間由工作的另一個排程執行',
  'dependency-failed': '所依賴的工作沒有按要求結束',
  'breaker-open': '連續失敗次數過多，斷路器已開啟',
  'approval-missing': '指令碼尚未獲核准',
  'owner-right-missing': '擁有者已無此權限',
  'owner-disabled': '擁有者的帳戶已停用',
  'template-missing': '其範本當時沒有安裝',
  'hook-refused': '執行前的檢查拒絕了它',
  'queue-full': '此工作等候中的執行太多',
  'scheduler-stopped': '排程器當時已暫停或停止',
  'copy-guard': '這是另一網站的副本',
};

const ENDED: Record<ExecutionStatus, string> = {
  waiting: '正在等待所依賴的工作',
  queued: '正在等候開始',
  dispatched: '即將開始',
  running: '正在執行',
  succeeded: '成功',
  failed: '失敗',
  timed_out: '逾時',
  cancelled: '被取消',
  skipped: '略過',
  missed: '錯過',
  lost: '隨執行它的伺服器中斷',
};

const STARTED: Record<Trigger, string> = {
  schedule: '按排程',
  manual: '由人手動',
  api: '經由 API',
  dependency: '由所依賴的工作觸發，',
  replay: '以重播方式',
  backfill: '以補跑方式',
};

const because = (reason: Reason | null): string => (reason === null ? '' : `：${REASONS[reason]}`);

const skipping = ({ reason, keptBackBy }: Pick<RecordFacts, 'reason' | 'keptBackBy'>): string => {
  if (keptBackBy === null) return because(reason);
  const { calendar, entry } = keptBackBy;
  return reason === 'blackout'
    ? `：行事曆「${calendar}」排除了這個時間${entry === null ? '' : `（${entry}）`}`
    : `：這個時間不在行事曆「${calendar}」之內`;
};

const duration = (ms: number): string => {
  if (ms < 1_000) return `${ms} 毫秒`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} 秒`;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return rest === 0 ? `${minutes} 分鐘` : `${minutes} 分 ${rest} 秒`;
};

const record = (facts: RecordFacts): string => `${fate(facts)}${merging(facts)}`;

const fate = (facts: RecordFacts): string => {
  const { status, reason, missed } = facts;
  if (status === 'missed')
    return missed === null || missed.count === 1
      ? `它被錯過了${because(reason)}。`
      : `它與其他共 ${missed.count} 次（${missed.from} 至 ${missed.to}）一起被錯過了${because(reason)}。`;
  if (status === 'skipped') return `它沒有執行${skipping(facts)}。`;
  if (facts.startedAt === null)
    return `它的執行${ENDED[status]}${status === 'cancelled' ? replaced(reason) : because(reason)}。`;
  return `它執行了：${started(facts)}，${outcome(facts)}。`;
};

/** An execution is cancelled for the one after it, skipped for the one before. */
const replaced = (reason: Reason | null): string =>
  reason === 'overlap' ? '：由此工作較新的一次執行取代' : because(reason);

const started = ({ trigger, startedAt, delayMs, startedBy }: RecordFacts): string => {
  const late = delayMs === null || delayMs < 1_000 ? '' : `，延遲 ${duration(delayMs)}`;
  const who = startedBy === null ? '' : `（${startedBy}）`;
  return `${STARTED[trigger]}${who}於 ${startedAt ?? ''} 開始${late}`;
};

const outcome = ({ status, reason, durationMs, attempts }: RecordFacts): string => {
  const took = durationMs === null ? '' : `，歷時 ${duration(durationMs)}`;
  const tries = attempts > 1 ? `，共嘗試 ${attempts} 次` : '';
  return `${ENDED[status]}${took}${tries}${status === 'cancelled' ? replaced(reason) : ''}`;
};

const merging = ({ schedule, merged }: RecordFacts): string =>
  schedule === null || merged.length === 0
    ? ''
    : `由排程「${schedule}」執行；${merged.map((key) => `「${key}」`).join('、')}落在同一時間，一併執行。`;

const span = (since: string, until: string | null): string =>
  until === null ? `自 ${since} 起` : `由 ${since} 至 ${until}`;

export const chineseLedger: LedgerWords = {
  record,
  beforeJob: (createdAt) => `當時工作尚未存在：它建立於 ${createdAt}。`,
  forgotten: (days) => `記錄只保留 ${days} 天；這個時間更早，已無從得知。`,
  disabled: () => '工作當時已停用。',
  paused: (since, until) => `工作${span(since, until)}暫停。`,
  held: (since) => `工作自 ${since} 起被擱置：其範本沒有安裝或無法理解。`,
  allPaused: (since, until) => `整個排程器${span(since, until)}暫停。`,
  noSchedule: () => '工作當時沒有排程：它由人手動或經由 API 開始。',
  byDependency: () => '工作當時沒有排程：所依賴的工作結束時它便開始。',
  beforeStart: () => '工作尚未開始：這個時間早於其開始日期。',
  afterEnd: () => '工作已經結束：這個時間晚於其結束日期。',
  spent: () => '工作已執行了所允許的全部次數。',
  otherTime: () => '工作當時的排程都不包括這個時間。',
  toCome: () => '它尚未到來：工作屆時將會執行。',
  toBeSkipped: (cause) => `它尚未到來，屆時將會略過${skipping(cause)}。`,
  overdue: () => '它已到期而尚未記錄：排程器即將處理，或沒有在運作。',
  changed: (at) => `沒有記錄：工作於 ${at} 被更改，更改之前的執行不再補回。`,
  lost: () => '它應有記錄而沒有。這不應發生。',
};

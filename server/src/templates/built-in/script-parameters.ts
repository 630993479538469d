import type { ParameterDefinition } from '../../contract/template';

/** Names of variables that a job may set: they cannot be mistaken for what a shell or a loader listens to. */
const VARIABLE = 'PARAM_[A-Z0-9_]{1,100}';

export const scriptParameters: ParameterDefinition[] = [
  {
    name: 'script',
    type: 'script',
    label: { en: 'Script', zh: '指令碼' },
    help: {
      en: 'From the scripts directory. It runs once somebody else has approved exactly these bytes.',
      zh: '來自指令碼目錄。須由其他人核准完全相同的內容後才會執行。',
    },
    required: true,
  },
  {
    name: 'args',
    type: 'text-list',
    label: { en: 'Arguments', zh: '引數' },
    help: {
      en: 'One a line. Each is given to the script exactly as it stands here: no shell reads it.',
      zh: '每行一個。會逐一原樣傳給指令碼，不經任何 shell 解讀。',
    },
    default: [],
    max: 100,
  },
  {
    name: 'env',
    type: 'key-value',
    label: { en: 'Variables', zh: '變數' },
    help: {
      en: 'Environment variables for the script; their names begin with PARAM_.',
      zh: '提供給指令碼的環境變數，名稱須以 PARAM_ 開頭。',
    },
    default: {},
  },
  {
    name: 'secrets',
    type: 'secret-map',
    label: { en: 'Secret variables', zh: '機密變數' },
    help: {
      en: 'Variables whose values are secrets. Logs and results never show them.',
      zh: '值為機密的變數。記錄與結果都不會顯示它們。',
    },
    default: {},
    pattern: VARIABLE,
  },
  {
    name: 'workingDirectory',
    type: 'text',
    label: { en: 'Working directory', zh: '工作目錄' },
    help: {
      en: 'Left empty it works in an empty folder of its own. Others must be allowed in the configuration.',
      zh: '留空時會在專屬的空資料夾中執行。其他目錄須在設定中允許。',
    },
    default: null,
    nullable: true,
    max: 1_000,
    advanced: true,
  },
  {
    name: 'successExitCodes',
    type: 'number-list',
    label: { en: 'Exit codes of success', zh: '代表成功的結束代碼' },
    default: [0],
    min: 1,
    max: 20,
    advanced: true,
  },
  {
    name: 'outputCapBytes',
    type: 'number',
    label: { en: 'Longest output in bytes', zh: '輸出大小上限（位元組）' },
    help: {
      en: 'Of longer output the beginning and the end are kept.',
      zh: '超出時只保留開頭與結尾。',
    },
    default: 1_048_576,
    integer: true,
    min: 1_024,
    max: 4_194_304,
    advanced: true,
  },
];

import type { ParameterDefinition } from '../../contract/template';
import { EXPECTED_STATUS } from '../http/expected-status';
import { METHODS } from '../http/guarded-fetch';

export const httpRequestParameters: ParameterDefinition[] = [
  {
    name: 'method',
    type: 'select',
    label: { en: 'Method', zh: '方法' },
    help: {
      en: 'GET only asks for something; POST usually starts something.',
      zh: 'GET 只讀取資料；POST 通常會觸發動作。',
    },
    default: 'GET',
    options: METHODS.map((method) => ({ value: method, label: method })),
  },
  {
    name: 'url',
    type: 'url',
    label: { en: 'Web address', zh: '網址' },
    help: {
      en: 'Starts with https:// or http://. User names and passwords belong in a header, not in the address.',
      zh: '以 https:// 或 http:// 開頭。使用者名稱和密碼應放在標頭，不要寫在網址內。',
    },
    required: true,
  },
  {
    name: 'headers',
    type: 'key-value',
    label: { en: 'Headers', zh: '標頭' },
    help: {
      en: 'Sent along with the request, for example Authorization.',
      zh: '隨請求一併送出，例如 Authorization。',
    },
    default: {},
  },
  {
    name: 'secretHeaders',
    type: 'secret-map',
    label: { en: 'Secret headers', zh: '機密標頭' },
    help: {
      en: 'Headers whose whole value is a secret, for example Authorization. Logs and answers never show it.',
      zh: '整個值都是機密的標頭，例如 Authorization。記錄和回應都不會顯示它。',
    },
    default: {},
  },
  {
    name: 'body',
    type: 'json',
    label: { en: 'Body', zh: '內文' },
    help: {
      en: 'What is sent: JSON, or a text in quotation marks. GET and HEAD send none.',
      zh: '要送出的內容：JSON，或以引號括住的文字。GET 和 HEAD 不會送出內文。',
    },
    default: null,
    nullable: true,
    visibleWhen: { parameter: 'method', in: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] },
  },
  {
    name: 'expectedStatus',
    type: 'text',
    label: { en: 'Expected status', zh: '預期狀態碼' },
    help: {
      en: 'Any other answer counts as a failure. Write 2xx, 204, 200-204, or several with commas.',
      zh: '其他回應一律視為失敗。可寫 2xx、204、200-204，或以逗號分隔多個。',
    },
    default: '2xx',
    max: 100,
    pattern: EXPECTED_STATUS,
    advanced: true,
  },
  {
    name: 'maxResponseBytes',
    type: 'number',
    label: { en: 'Longest answer in bytes', zh: '回應大小上限（位元組）' },
    help: {
      en: 'A longer answer is cut off and counts as a failure.',
      zh: '超出上限的回應會被中斷，並視為失敗。',
    },
    default: 1_048_576,
    integer: true,
    min: 1,
    max: 10_485_760,
    advanced: true,
  },
];

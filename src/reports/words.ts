import type { Language } from '../core/plan.js';

/** The same words in every language of the reports. */
export type Words = Readonly<Record<Language, string>>;

/** Words that stand in cells and headings, by what stands for them in the facts. */
const TERMS: Readonly<Record<string, Words>> = {
  // Dispositions
  'in-progress': { en: 'in progress', ru: 'идёт' },
  answered: { en: 'answered', ru: 'отвечен' },
  callback: { en: 'to be called back', ru: 'заказали обратный звонок' },
  voicemail: { en: 'voicemail', ru: 'голосовая почта' },
  'connected-outside': { en: 'connected outside', ru: 'соединены с внешним номером' },
  informed: { en: 'informed', ru: 'узнали из сообщения' },
  'short-abandoned': { en: 'hung up at once', ru: 'положили трубку сразу' },
  abandoned: { en: 'abandoned', ru: 'не дождались' },
  'turned-away': { en: 'turned away', ru: 'не приняты очередью' },
  'timed-out': { en: 'timed out', ru: 'вышло время ожидания' },
  'self-service': { en: 'self-service', ru: 'самообслуживание' },
  'out-of-hours': { en: 'out of hours', ru: 'вне рабочего времени' },
  'left-in-menu': { en: 'left in menu', ru: 'ушли из меню' },
  shed: { en: 'refused, overload', ru: 'отклонены из-за перегрузки' },
  blocked: { en: 'blocked number', ru: 'заблокированный номер' },
  'handled-by-dialplan': { en: 'handled by the dialplan', ru: 'приняты без Callplane' },
  unknown: { en: 'not known', ru: 'неизвестно' },
  failed: { en: 'failed', ru: 'сбой' },
  // Places
  conversation: { en: 'in conversation', ru: 'в разговоре' },
  queue: { en: 'in a queue', ru: 'в очереди' },
  ring: { en: 'while phones rang', ru: 'во время вызова' },
  menu: { en: 'in a menu', ru: 'в меню' },
  rating: { en: 'while asked for a rating', ru: 'во время оценки' },
  outside: { en: 'while a phone outside rang', ru: 'во время вызова внешнего номера' },
  prompt: { en: 'in a prompt', ru: 'во время сообщения' },
  message: { en: 'in the emergency message', ru: 'во время экстренного сообщения' },
  flow: { en: 'at the end of a flow', ru: 'в конце сценария' },
  unallocated: { en: 'number not in use', ru: 'номер не используется' },
  dialplan: { en: 'at the emergency destination', ru: 'на аварийном направлении' },
  gap: { en: 'in a gap', ru: 'во время перерыва связи' },
  // Who talked
  partner: { en: 'partner', ru: 'партнёр' },
  // Exits and results
  'hung-up': { en: 'hung up', ru: 'положили трубку' },
  'wait-limit': { en: 'wait limit', ru: 'предел ожидания' },
  key: { en: 'left by key', ru: 'вышел по кнопке' },
  full: { en: 'queue full', ru: 'очередь полна' },
  nobody: { en: 'nobody there', ru: 'никого нет' },
  removed: { en: 'removed', ru: 'удалён' },
  'ran-out': { en: 'rang in vain', ru: 'никто не взял' },
  'no-answer': { en: 'no answer', ru: 'нет ответа' },
  busy: { en: 'busy', ru: 'занято' },
  declined: { en: 'declined', ru: 'отклонён' },
  'not-confirmed': { en: 'not confirmed', ru: 'не подтверждён' },
  unreachable: { en: 'unreachable', ru: 'недоступен' },
  'caller-left': { en: 'caller left', ru: 'клиент ушёл' },
  'lost-race': { en: 'another was faster', ru: 'ответил другой' },
  refused: { en: 'refused', ru: 'отказ' },
  'blocked-by-policy': { en: 'not allowed', ru: 'запрещено правилами' },
  'agent-cancelled': { en: 'cancelled by the agent', ru: 'отменён оператором' },
  withdrawn: { en: 'withdrawn', ru: 'отозван' },
  // Ratings and outcomes
  rated: { en: 'rated', ru: 'оценён' },
  silent: { en: 'silent', ru: 'молчание' },
  'wrong-key': { en: 'wrong key', ru: 'не та кнопка' },
  '[not-set]': { en: 'not set', ru: 'не указан' },
  // Who ended it
  caller: { en: 'caller', ru: 'клиент' },
  agent: { en: 'agent', ru: 'оператор' },
  callplane: { en: 'Callplane', ru: 'Callplane' },
  // Weekdays
  'weekday-0': { en: 'Monday', ru: 'понедельник' },
  'weekday-1': { en: 'Tuesday', ru: 'вторник' },
  'weekday-2': { en: 'Wednesday', ru: 'среда' },
  'weekday-3': { en: 'Thursday', ru: 'четверг' },
  'weekday-4': { en: 'Friday', ru: 'пятница' },
  'weekday-5': { en: 'Saturday', ru: 'суббота' },
  'weekday-6': { en: 'Sunday', ru: 'воскресенье' },
  // Checks
  'calls entered = sum of dispositions': {
    en: 'calls entered = sum of dispositions',
    ru: 'поступившие звонки = сумма исходов',
  },
  'calls offered = sum of offered by disposition': {
    en: 'calls offered = sum of offered by disposition',
    ru: 'дошедшие до очереди = сумма дошедших по исходам',
  },
  'visits = sum of exits, per queue': {
    en: 'visits = sum of exits, per queue',
    ru: 'визиты = сумма выходов, по очередям',
  },
  'offers made by visits = offers with a result': {
    en: 'offers made by visits = offers with a result',
    ru: 'вызовы визитов = вызовы с результатом',
  },
  'offers answered = conversations': {
    en: 'offers answered = conversations',
    ru: 'отвеченные вызовы = разговоры',
  },
  "calls' waits = waits of their visits (ms)": {
    en: "calls' waits = waits of their visits (ms)",
    ru: 'ожидание звонков = ожидание их визитов (мс)',
  },
  "calls' talk = talk of their conversations (ms)": {
    en: "calls' talk = talk of their conversations (ms)",
    ru: 'разговор звонков = длительность их разговоров (мс)',
  },
  'visits, offers and conversations belong to a known call': {
    en: 'visits, offers and conversations belong to a known call',
    ru: 'визиты, вызовы и разговоры принадлежат звонкам',
  },
  "agents' states sum to the day": {
    en: "agents' states sum to the day",
    ru: 'состояния операторов заполняют период',
  },
  ok: { en: 'ok', ru: 'да' },
  FAILS: { en: 'FAILS', ru: 'НЕТ' },
  // What has no name
  'ring-steps': { en: 'ring steps', ru: 'вызов без очереди' },
  hidden: { en: 'hidden', ru: 'скрыт' },
  'no-tag': { en: 'no tag', ru: 'без метки' },
  '[no-team]': { en: 'no team', ru: 'без команды' },
  'not-e164': { en: 'other', ru: 'прочие' },
  total: { en: 'total', ru: 'всего' },
  '[no-reason]': { en: 'no reason', ru: 'без причины' },
  'no-key': { en: 'no key', ru: 'ничего не нажато' },
};

/** A term of the facts as people of this language call it; what is no term (a name, an id) stays as it is. */
export function termOf(term: string, language: Language): string {
  return TERMS[term]?.[language] ?? term;
}

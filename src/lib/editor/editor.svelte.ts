// The state of one editor: the board with its steps, what is selected, what is saved, what the linter says. What a change
// does to places is layout.ts' and board-edits.ts' to say.
import { overlap, type Board, type GridShape, type Place, type Shape } from '#core/board/board.ts';
import type { Finding } from '#core/board/finding.ts';
import { t } from '#lib/i18n/translate.ts';
import { lintBoard, readBoard, saveBoard } from './board-answers.ts';
import type { Answer } from './ask.ts';
import * as edits from './board-edits.ts';
import { leastOfWidget, titleOfWidget } from './editor-words.ts';
import { clamped, moveTo, resizeTo, type Change, type Size } from './layout.ts';
import { begin, redo, step, undo, type Steps } from './steps.ts';

const LINT_AFTER_MS = 150;

export class Editor {
  readonly id: string;
  #steps = $state.raw<Steps<Board>>(begin<Board>({} as Board));
  /** as the server has it; null: it has none */
  saved = $state.raw<Board | null>(null);
  etag = $state.raw<string | null>(null);
  /** somebody else has saved it since */
  isOutdated = $state(false);
  selected = $state<string | null>(null);
  shape = $state<Shape>('wide');
  findings = $state.raw<readonly Finding[]>([]);
  /** why it can't be saved as it is */
  problem = $state('');
  /** said aloud, and at the foot */
  said = $state('');
  /** counts up: who listens puts the keyboard on the selected widget, or on its options */
  focus = $state.raw<{ on: 'widget' | 'options' } | null>(null);
  /** the cell of the grid under a point of the page; null while no grid is seen */
  cellAt: ((clientX: number, clientY: number) => [number, number] | null) | null = null;
  /** what a new one begins with, where that is nothing */
  #blank: Board | null = null;
  #saving: Promise<unknown> = Promise.resolve();
  #lintAsked = 0;
  #lintTimer: ReturnType<typeof setTimeout> | undefined;

  readonly board = $derived.by(() => this.#steps.now);
  readonly isChanged = $derived.by(() => this.#steps.now !== (this.saved ?? this.#blank));
  readonly canUndo = $derived.by(() => this.#steps.past.length > 0);
  readonly canRedo = $derived.by(() => this.#steps.future.length > 0);
  readonly widget = $derived.by(() => this.board.widgets.find(({ id }) => id === this.selected) ?? null);
  /** places on the shape that is seen; a phone has an order only */
  readonly layout = $derived.by(() => edits.layoutOf(this.board, this.grid));

  /** @param saved null: the server has none, and this is a new one */
  constructor(id: string, board: Board, saved: Board | null, etag: string | null) {
    this.id = id;
    this.#steps = begin(saved ?? board);
    if (saved && saved !== board) this.#steps = step(this.#steps, board);
    this.saved = saved;
    this.etag = etag;
    if (board.widgets.length === 0) this.#blank = board;
    this.#lint();
  }

  get grid(): GridShape {
    return this.shape === 'phone' ? 'wide' : this.shape;
  }

  stop(): void {
    clearTimeout(this.#lintTimer);
    this.#lintAsked++;
  }

  /** @param about what is typed into: see step() */
  change(board: Board, about: string | null = null): void {
    this.#go(step(this.#steps, board, about));
  }

  undo(): void {
    this.#go(undo(this.#steps));
    this.said = t('edit.undone');
  }

  redo(): void {
    this.#go(redo(this.#steps));
    this.said = t('edit.redone');
  }

  /** Back to what is saved; that is undone, too. */
  discard(): void {
    if (this.saved) this.change(this.saved);
  }

  select(id: string | null, focus: 'widget' | 'options' | null = null): void {
    this.selected = id;
    this.focus = focus && { on: focus };
  }

  /** What a move or another size would do. @param over the widget under the pointer */
  tried(id: string, place: Place, isResized: boolean, over?: string): Change {
    if (isResized) return resizeTo(this.layout, this.grid, id, place, this.#leastOf);
    return moveTo(this.layout, this.grid, id, clamped(place, this.grid), over);
  }

  apply(id: string, change: Change): void {
    if ('layout' in change) this.change(edits.withLayout(this.board, this.grid, change.layout));
    this.#tell(id, change);
  }

  /** By keys. A widget that stands at the edge grows to the other side. */
  nudge(id: string, dx: number, dy: number): void {
    const place = this.layout.get(id);
    if (!place) return;
    const [x, y, width, height] = place;
    this.apply(id, moveTo(this.layout, this.grid, id, [x + dx, y + dy, width, height]));
  }

  resize(id: string, dw: number, dh: number): void {
    const place = this.layout.get(id);
    if (!place) return;
    const [x, y, width, height] = place;
    if (width + dw < 1 || height + dh < 1) return;
    const change = this.tried(id, [x, y, width + dw, height + dh], true);
    const isAtEdge = 'refused' in change && change.refused === 'edge';
    this.apply(id, isAtEdge ? this.tried(id, [x - dw, y - dh, width + dw, height + dh], true) : change);
  }

  /** @param at a cell of the grid; where nothing is said: where there is room */
  add(widget: string, at?: readonly [number, number]): void {
    const added = edits.addWidget(this.board, widget, leastOfWidget, this.grid, at);
    if ('refused' in added.change) return this.#tell(added.id, added.change, titleOfWidget(widget));
    this.change(added.board);
    this.#tell(added.id, added.change);
    this.select(added.id, 'widget');
  }

  remove(id: string): void {
    this.said = t('edit.removed', { widget: this.nameOf(id) });
    const { widgets } = this.board;
    const i = widgets.findIndex((one) => one.id === id);
    this.change(edits.removeWidget(this.board, id));
    const next = widgets[i + 1] ?? widgets[i - 1];
    this.select(next?.id ?? null, next ? 'widget' : null);
  }

  show(id: string, shape: Shape): void {
    if (shape === 'phone') return this.change(edits.showOnPhone(this.board, id));
    const { board, change } = edits.showOn(this.board, id, shape, leastOfWidget);
    this.change(board);
    this.#tell(id, change);
  }

  hide(id: string, shape: Shape): void {
    this.change(edits.hideOn(this.board, id, shape));
  }

  order(id: string, by: -1 | 1): void {
    this.change(edits.reorder(this.board, id, by));
    const shown = this.board.widgets.filter(({ at }) => at.phone !== false);
    const position = shown.findIndex((one) => one.id === id) + 1;
    this.said = t('edit.ordered', { widget: this.nameOf(id), position, count: shown.length });
  }

  /** What it is called: its kind, and where there are several of that, which. */
  nameOf(id: string): string {
    const one = this.board.widgets.find((widget) => widget.id === id);
    if (!one) return id;
    const title = titleOfWidget(one.widget);
    const isOnly = this.board.widgets.every((other) => other === one || other.widget !== one.widget);
    return isOnly ? title : `${title} (${id})`;
  }

  /** Which widget stands on a cell. */
  widgetAt(x: number, y: number): string | undefined {
    return [...this.layout].find(([, place]) => overlap(place, [x, y, 1, 1]))?.[0];
  }

  /** @param etag of what it may take the place of; default: of what this editor knows */
  save(etag = this.etag): Promise<Answer<unknown>> {
    const saving = this.#save(etag);
    this.#saving = saving;
    return saving;
  }

  async #save(etag: string | null): Promise<Answer<unknown>> {
    const { board } = this;
    const answer = await saveBoard(this.id, board, etag);
    if (answer.ok) {
      Object.assign(this, { saved: board, etag: answer.etag, findings: answer.value.findings, problem: '' });
      this.isOutdated = false;
      this.said = t('edit.saved');
    } else this.said = answer.sentence;
    return answer;
  }

  /** The board was published anew: by this editor, or by somebody else. */
  async lookForNewer(): Promise<void> {
    await this.#saving;
    const known = this.etag;
    const answer = await readBoard(this.id);
    // What was saved here meanwhile is looked at by itself.
    if (answer.ok && known === this.etag) this.isOutdated = answer.etag !== known;
  }

  /** What somebody else has saved: the steps of this editor stay, one goes back to mine. */
  async takeTheirs(): Promise<void> {
    const answer = await readBoard(this.id);
    if (!answer.ok) return void (this.said = answer.sentence);
    const { board } = answer.value;
    this.change(board);
    Object.assign(this, { saved: board, etag: answer.etag, isOutdated: false });
    this.said = t('edit.theirs');
  }

  async saveMine(): Promise<Answer<unknown>> {
    const answer = await readBoard(this.id);
    return this.save(answer.ok ? answer.etag : null);
  }

  readonly #leastOf = (id: string): Size =>
    leastOfWidget(this.board.widgets.find((one) => one.id === id)?.widget ?? '');

  #go(steps: Steps<Board>): void {
    if (steps === this.#steps) return;
    this.#steps = steps;
    if (!steps.now.widgets.some(({ id }) => id === this.selected)) this.selected = null;
    clearTimeout(this.#lintTimer);
    this.#lintTimer = setTimeout(() => this.#lint(), LINT_AFTER_MS);
  }

  #lint(): void {
    const asked = ++this.#lintAsked;
    void lintBoard(this.board).then((answer) => {
      // Something else was done meanwhile.
      if (asked !== this.#lintAsked) return;
      if (answer.ok) Object.assign(this, { findings: answer.value.findings, problem: '' });
      else if (answer.status === 400) this.problem = this.#problemWords(answer.sentence);
    });
  }

  #problemWords(sentence: string): string {
    if (this.board.widgets.length === 0) return t('edit.empty');
    return this.board.title === '' ? t('edit.noTitle') : sentence;
  }

  #tell(id: string, change: Change, name = this.nameOf(id)): void {
    const others = change.with.map((other) => this.nameOf(other)).join(', ');
    if ('refused' in change) this.said = t(`edit.refused.${change.refused}`, { widget: name, others });
    else {
      const [x = 0, y = 0, width = 0, height = 0] = change.layout.get(id) ?? [];
      const place = t('edit.place', { x: x + 1, y: y + 1, width, height });
      this.said = `${t(`edit.done.${change.how}`, { widget: name, others })} (${place})`;
    }
  }
}

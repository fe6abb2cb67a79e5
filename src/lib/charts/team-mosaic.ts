// The floor by teams on a canvas: a cell a person, coloured and shaped by state, the team's name before its cells. Drawn
// anew only where a cell changed; who is where is known, so that a pointer finds a person.
import type { AgentState } from '#core/vocabulary.ts';
import { cellPath } from './cell-shapes.ts';
import { cellAt, layoutTeams, type TeamLayout } from './team-layout.ts';

export interface TeamCells {
  name: string;
  ids: readonly string[];
  /** nobody is behind it: the teams after it belong to it */
  isHeading?: boolean;
}

export interface TeamMosaicData {
  teams: readonly TeamCells[];
  stateOf(id: string): AgentState | undefined;
  /** who is not among them is drawn faintly; null: all are */
  found: ReadonlySet<string> | null;
  /** ringed */
  active: string | null;
}

export interface TeamMosaic {
  draw(data: TeamMosaicData): void;
  /** who is there, px from the canvas's left upper corner */
  personAt(x: number, y: number): string | null;
  /** the middle of somebody's cell and its size; null: they have none */
  placeOf(id: string): { x: number; y: number; side: number } | null;
  destroy(): void;
}

/** Custom properties of theme.css by state. */
const COLOURS: Record<AgentState, string> = {
  available: '--ok',
  ringing: '--data3',
  contact: '--data1',
  wrapup: '--data2',
  break: '--faint',
  missed: '--look',
  unknown: '--faint',
  offline: '--faint',
};
const SIDE = 0.78;
const FAINT = 0.16;
const FONT_PX = 11;

/** @param host whose width and height the floor should fit into */
export function createTeamMosaic(canvas: HTMLCanvasElement, host: HTMLElement): TeamMosaic {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  let data: TeamMosaicData | null = null;
  let layout: TeamLayout | null = null;
  let arranged = '';
  const drawn = new Map<string, string>();
  const places = new Map<string, { team: number; person: number }>();
  let paths = new Map<AgentState, Path2D>();
  let [width, height, ratio] = [0, 0, 1];

  const anew = (): void => {
    arranged = '';
    render();
  };
  const observer = new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = host);
    anew();
  });
  observer.observe(host);
  const dark = matchMedia('(prefers-color-scheme:dark)');
  dark.addEventListener('change', anew);
  void document.fonts.ready.then(anew);

  function render(): void {
    if (!data || width === 0 || height === 0) return;
    const signature = JSON.stringify([width, height, data.teams]);
    if (signature !== arranged) {
      arranged = signature;
      arrange(data.teams);
    }
    const style = getComputedStyle(canvas);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    for (const [id, place] of places) drawCell(id, place, data, colour);
    context.globalAlpha = 1;
  }

  function arrange(teams: readonly TeamCells[]): void {
    ratio = devicePixelRatio || 1;
    const style = getComputedStyle(canvas);
    const font = `500 ${FONT_PX}px ${style.fontFamily}`;
    context.font = font;
    const label = Math.max(0, ...teams.map(({ name }) => context.measureText(name).width));
    layout = layoutTeams(
      teams.map(({ ids }) => ids.length),
      width,
      height,
      label,
    );
    const tall = Math.max(height, Math.ceil(layout.height));
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(tall * ratio);
    canvas.style.height = `${tall}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = font;
    context.textBaseline = 'middle';
    drawn.clear();
    places.clear();
    const [ink, dim] = ['--ink', '--dim'].map((token) => style.getPropertyValue(token).trim());
    teams.forEach(({ name, ids, isHeading }, team) => {
      context.font = isHeading ? font.replace('500', '650') : font;
      context.fillStyle = isHeading ? ink : dim;
      drawName(name, team);
      ids.forEach((id, person) => places.set(id, { team, person }));
    });
    const { pitch } = layout;
    paths = new Map(
      (Object.keys(COLOURS) as AgentState[]).map((state) => [state, new Path2D(cellPath(state, pitch * SIDE))]),
    );
  }

  function drawName(name: string, team: number): void {
    if (!layout) return;
    const { x, y } = cellAt(layout, team, 0);
    const room = layout.labelWidth - 8;
    let text = name;
    while (text.length > 1 && context.measureText(text).width > room) text = `${text.slice(0, -2).trimEnd()}…`;
    context.fillText(text, x - layout.labelWidth, y + layout.pitch / 2);
  }

  function drawCell(
    id: string,
    { team, person }: { team: number; person: number },
    { stateOf, found, active }: TeamMosaicData,
    colour: (name: string) => string,
  ): void {
    if (!layout) return;
    const state = stateOf(id) ?? 'offline';
    const isFaint = found !== null && !found.has(id);
    const next = `${state} ${isFaint} ${id === active}`;
    if (drawn.get(id) === next) return;
    drawn.set(id, next);
    const { x, y } = cellAt(layout, team, person);
    const { pitch } = layout;
    const inset = (pitch * (1 - SIDE)) / 2;
    context.clearRect(x, y, pitch, pitch);
    context.save();
    context.translate(x + inset, y + inset);
    context.globalAlpha = isFaint ? FAINT : 1;
    context.fillStyle = colour(COLOURS[state]);
    const path = paths.get(state);
    if (path) context.fill(path, 'evenodd');
    context.restore();
    if (id !== active) return;
    context.strokeStyle = colour('--ink');
    context.lineWidth = 1.5;
    context.strokeRect(x + 0.75, y + 0.75, pitch - 1.5, pitch - 1.5);
  }

  function placeOf(id: string): { x: number; y: number; side: number } | null {
    const place = places.get(id);
    if (!place || !layout) return null;
    const { x, y } = cellAt(layout, place.team, place.person);
    return { x: x + layout.pitch / 2, y: y + layout.pitch / 2, side: layout.pitch };
  }

  return {
    draw(next) {
      data = next;
      render();
    },
    personAt(x, y) {
      if (!layout) return null;
      for (const id of places.keys()) {
        const place = placeOf(id);
        if (place && Math.abs(place.x - x) <= place.side / 2 && Math.abs(place.y - y) <= place.side / 2) return id;
      }
      return null;
    },
    placeOf,
    destroy() {
      observer.disconnect();
      dark.removeEventListener('change', anew);
    },
  };
}

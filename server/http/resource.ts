// One operation on things with ids: what it takes, what it answers, how.
import type { IncomingMessage } from 'node:http';
import type { Right } from '#core/access/rights.ts';
import type { Directory } from '#core/directory.ts';
import type { Engine } from '#core/engine.ts';
import type { z } from 'zod';
import type { Asker } from '../access/asker.ts';
import type { Doors } from '../access/doors.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { RulesFile } from '../alerts/rules-file.ts';
import type { Boards } from '../boards/boards.ts';
import type { Fleet } from '../fleet.ts';
import type { Eraser } from '../privacy/eraser.ts';
import type { Historian } from '../history/historian.ts';
import type { Messages } from '../messages/messages.ts';

export interface ResourceContext {
  boards: Pick<Boards, 'boards' | 'kiosks' | 'findings' | 'findingsOf' | 'store' | 'history'>;
  messages: Pick<Messages, 'active' | 'add' | 'remove'>;
  alerts: Pick<Alerts, 'open' | 'history' | 'acknowledge' | 'snooze'>;
  rules: Pick<RulesFile, 'rules' | 'origin' | 'problems' | 'save'>;
  doors: Doors;
  directory: Directory;
  fleet: Fleet;
  /** the live one */
  engine: Engine;
  historian: Pick<Historian, 'answer'>;
  /** the data folder */
  folder: string;
  eraser: Pick<Eraser, 'ask' | 'all'>;
  /** null: nobody that is known; only where nothing is needed */
  asker: Asker | null;
  /** where it comes from, through the proxies that are trusted */
  address: string;
  /** epoch ms */
  now(): number;
}

export interface Resource {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** {id} stands for one part of it */
  path: string;
  operationId: string;
  summary: string;
  /** the right that it takes */
  needs: Right | 'nothing';
  /** people and keys: answered before the log is read, too */
  isAboutDoors?: true;
  takes?: z.ZodType;
  /** parameters in the address */
  query?: z.ZodObject;
  /** the names of headers with a condition that it takes, and it answers with an ETag */
  conditions?: readonly string[];
  /** screens may ask for it: of all resources, only for these */
  isForScreens?: true;
  /** it changes nothing: who may read may send it */
  isRead?: true;
  /** 303: it leads a browser on */
  status: 200 | 201 | 202 | 303;
  answer: z.ZodType;
  /** @param id of the path @returns the body, alone or with headers @throws HttpError */
  handle(id: string, context: ResourceContext, request: IncomingMessage): Promise<object> | object;
}

type Headers = Record<string, string | string[]>;

/** A body with headers; text as it is. */
export class WithHeaders {
  readonly body: object | string | AsyncIterable<string>;
  readonly headers: Headers;

  constructor(body: object | string | AsyncIterable<string>, headers: Headers) {
    this.body = body;
    this.headers = headers;
  }
}

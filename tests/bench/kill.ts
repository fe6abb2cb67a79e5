// A short campaign of kill −9 under load: what was acknowledged is there, once. `npm run test:kill` makes long ones.
import { killCampaign } from '../faults/kill-campaign.ts';
import { grouped, type Figure } from './figure.ts';

const KILLS = 25;

export async function run(): Promise<Figure[]> {
  const { acknowledged, lost, twice, wrong } = await killCampaign(KILLS);
  for (const sentence of wrong.slice(0, 20)) console.error(sentence);
  const what = `of ${grouped(acknowledged)} acknowledged events after ${KILLS} kill −9`;
  const none = { unit: '', goal: { atMost: 0 } };
  return [
    { name: 'kill.lost', what: `${what}: lost`, value: lost, ...none },
    {
      name: 'kill.wrong',
      what: 'the same: there twice, or numbers that are others',
      value: twice + wrong.length,
      ...none,
    },
  ];
}

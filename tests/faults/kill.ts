// npm run test:kill -- 500: so many kill -9 of a server under load, and one line that says what they cost.
import { killCampaign } from './kill-campaign.ts';

const kills = Number(process.argv[2] ?? 500);
if (!(Number.isInteger(kills) && kills > 0)) {
  console.error('npm run test:kill -- N: N is how often the server is killed, for example 500.');
  process.exit(2);
}
const { acknowledged, lost, twice, wrong, hits, walCheckpoints, unanswered, knownBefore, startMs, seconds } =
  await killCampaign(kills, console.log);
for (const sentence of wrong.slice(0, 20)) console.error(sentence);
console.log(
  `${hits.start} hit a start, ${hits.checkpoint} a checkpoint being written; SQLite made ${walCheckpoints} checkpoints; ` +
    `of ${unanswered} requests without an answer ${knownBefore} events had been taken; ` +
    `a start took ${startMs.first.toFixed(0)} ms at first and ${startMs.last.toFixed(0)} ms at last.`,
);
console.log(`${kills} kills, ${acknowledged} acknowledged, ${lost} lost, ${twice} twice (${seconds.toFixed(0)} s)`);
process.exit(lost + twice + wrong.length === 0 ? 0 : 1);

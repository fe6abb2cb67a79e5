// How many people a load needs, and how long it waits for those there are: Erlang B, C and A. Times in seconds, loads in
// erlangs (arrivals a second × mean handling time).

export interface Load {
  /** arrivals a second */
  perSecond: number;
  /** mean handling time, s */
  handleS: number;
  /** T: an answer within it is in time, s */
  thresholdS: number;
}

/**
 * Share of arrivals that find all lines busy and are lost. M/M/n/n, by Erlang's recursion (Erlang 1917; Jagerman 1974).
 * @param load erlangs
 */
export function erlangB({ servers, load }: { servers: number; load: number }): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

export interface Queueing {
  /** share of arrivals that wait at all */
  waitProbability: number;
  /** share of arrivals that are answered within T */
  serviceLevel: number;
  /** mean wait of all who arrive */
  waitS: number;
}

/** Waiting without an end to patience, M/M/n (Erlang 1917). null at or above capacity: the queue grows for ever. */
export function erlangC({ perSecond, handleS, thresholdS, servers }: Load & { servers: number }): Queueing | null {
  const load = perSecond * handleS;
  if (load >= servers) return null;
  const blocked = erlangB({ servers, load });
  const waitProbability = (servers * blocked) / (servers - load * (1 - blocked));
  const late = waitProbability * Math.exp((-(servers - load) * thresholdS) / handleS);
  return { waitProbability, serviceLevel: 1 - late, waitS: (waitProbability * handleS) / (servers - load) };
}

export interface Abandoning extends Queueing {
  /** share of arrivals that give up */
  abandonRate: number;
  /** share of the servers' time that is spent handling; 0 where there are none */
  occupancy: number;
}

/** Terms of a sum below this share of the greatest are left out. */
const NEGLIGIBLE = 1e-18;
const NO_SHARE = 1e-15;

/**
 * Waiting with exponential patience, M/M/n+M (Palm 1957; Garnett, Mandelbaum, Reiman 2002): the stationary distribution
 * summed up term by term, from its greatest outwards. Shares are within 1e-9 of those of 40 digits, waits within 1e-9 of
 * themselves, up to 5000 erlangs.
 * @param patienceS mean time after which a customer gives up
 */
export function erlangA(input: Load & { servers: number; patienceS: number }): Abandoning {
  const { perSecond, handleS, servers, patienceS, thresholdS } = input;
  const leaveRate = (inSystem: number) =>
    Math.min(inSystem, servers) / handleS + Math.max(0, inSystem - servers) / patienceS;
  // Where as many leave as come.
  const load = perSecond * handleS;
  const peak = Math.floor(load <= servers ? load : servers + (perSecond - servers / handleS) * patienceS);
  let [all, waiting, ahead] = [0, 0, 0];
  const answeredSoon = answeredWithin(servers / handleS, 1 / patienceS, thresholdS);
  /** weights of the states in which who arrives waits: up from the peak, and down from below it */
  const [up, down]: [number[], number[]] = [[], []];
  const add = (inSystem: number, weight: number, into: number[]) => {
    all += weight;
    if (inSystem < servers) return;
    waiting += weight;
    ahead += weight * (inSystem - servers);
    into.push(weight);
  };
  let weight = 1;
  for (let k = peak; weight > NEGLIGIBLE; k++, weight *= perSecond / leaveRate(k)) add(k, weight, up);
  weight = 1;
  for (let k = peak; k > 0 && weight > NEGLIGIBLE; k--) {
    weight *= leaveRate(k) / perSecond;
    add(k - 1, weight, down);
  }
  const weights = [...down.reverse(), ...up];
  const soon = weights.length === 0 ? 0 : answeredSoon(weights, Math.max(0, peak - servers - down.length));
  // Little's law; sums of many terms can end a last digit above 1, and shares never may.
  const abandonRate = perSecond === 0 ? 0 : Math.min(1, ahead / all / perSecond / patienceS);
  return {
    waitProbability: Math.min(1, waiting / all),
    serviceLevel: Math.min(1, (all - waiting + soon) / all),
    waitS: abandonRate * patienceS,
    abandonRate,
    occupancy: servers === 0 ? 0 : Math.min(1, (load * (1 - abandonRate)) / servers),
  };
}

/**
 * Of those who arrive behind m others, who is served before T and before giving up: the wait behind m is the (m + 1)th
 * order statistic of exponentials, whose distribution is an incomplete beta function, here by its recurrence
 * I(a + 1, b) = I(a, b) − yᵃ(1 − y)ᵇ ÷ (a B(a, b)) with y = 1 − e^(−θT), b = nμ ÷ θ + 1.
 */
function answeredWithin(
  serveRate: number,
  giveUpRate: number,
  thresholdS: number,
): (weights: number[], behind: number) => number {
  const ratio = serveRate / giveUpRate;
  const b = ratio + 1;
  const y = -Math.expm1(-giveUpRate * thresholdS);
  // Weights are of those who arrive behind so many, behind one more, and so on.
  return (weights, behind) => {
    if (y <= 0) return 0;
    let inTime = -Math.expm1(-b * giveUpRate * thresholdS);
    let logTerm = Math.log(y) + Math.log(b) - b * giveUpRate * thresholdS;
    let sum = 0;
    // What is left of a difference of nearly equal numbers is no share any more.
    for (let m = 0; m < behind + weights.length && inTime > NO_SHARE; m++) {
      if (m >= behind) sum += weights[m - behind] * (ratio / (ratio + m + 1)) * inTime;
      inTime = Math.max(0, inTime - Math.exp(logTerm));
      logTerm += Math.log(y) + Math.log((m + 1 + b) / (m + 2));
    }
    return sum;
  };
}

const MOST_SERVERS = 100_000;

/**
 * The least servers of whom this share of arrivals is answered within T, by Erlang A; by Erlang C where patience is not
 * known.
 * @param target 0–1
 */
export function requiredServers(input: Load & { patienceS: number | null; target: number }): number {
  const { patienceS, target, ...load } = input;
  if (load.perSecond <= 0 || load.handleS <= 0) return 0;
  const isEnough = (servers: number): boolean => {
    const found = patienceS === null ? erlangC({ ...load, servers }) : erlangA({ ...load, servers, patienceS });
    return found !== null && found.serviceLevel >= target;
  };
  let high = Math.max(1, Math.ceil(load.perSecond * load.handleS));
  while (!isEnough(high) && high < MOST_SERVERS) high *= 2;
  // No more can be answered in time than are answered at all: too few for that need not be tried.
  let low = Math.max(0, Math.ceil(target * load.perSecond * load.handleS) - 1);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

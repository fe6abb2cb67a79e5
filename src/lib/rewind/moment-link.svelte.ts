// Keeps a page's address and what its feed shows together: the address says which moment, and follows what plays.
import { untrack } from 'svelte';
import { goto, replaceState } from '$app/navigation';
import { page } from '$app/state';
import type { Moment } from '#core/protocol/moment.ts';
import type { FloorFeed } from '#lib/live/floor-feed.svelte.ts';
import { addressWith } from './address.ts';

/** To be called when a component is made. @param asked the moment in the page's address */
export function linkMoment(feed: FloorFeed, asked: () => Moment | null): void {
  $effect(() => {
    const moment = asked();
    untrack(() => feed.go(moment));
  });
  $effect(() => {
    const { past, asOf } = feed;
    if (!past || past.speed === 0 || asOf === null) return;
    const { speed } = past;
    untrack(() => replaceState(addressWith(new URLSearchParams(location.search), { at: asOf, speed }), page.state));
  });
  $effect(() => {
    if (feed.hasCaughtUp) untrack(() => void move(null));
  });
}

/** Shows another moment, or the present. From one moment of the past to another the page goes back no step for each. */
export function move(moment: Moment | null): Promise<void> {
  const isPast = page.url.searchParams.has('at');
  return goto(addressWith(new URLSearchParams(location.search), moment), {
    replaceState: isPast,
    noScroll: true,
    keepFocus: true,
  });
}

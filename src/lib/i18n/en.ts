// English: what every other language has the keys and arguments of. ICU messages; keys grouped by place on the screens.
export default {
  'wall.signedIn': '{count, plural, one {# signed in} other {# signed in}}',
  'wall.waitNow': 'Wait now',
  'wall.noDataSince': 'no data since {time}',
} as const;

// Russian, as a contact centre's floor says it.
import { translation } from './translation.ts';

export default translation({
  'wall.signedIn': '{count, plural, one {# на смене} few {# на смене} many {# на смене} other {# на смене}}',
  'wall.waitNow': 'Ждут сейчас',
  'wall.noDataSince': 'нет данных с {time}',
});

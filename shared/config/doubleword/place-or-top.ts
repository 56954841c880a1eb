import { isJsonObject } from '../../json.ts';
import type { Place, YamlPath } from '../yaml-place.ts';
import type { YamlText } from '../yaml-text.ts';

/** The top of a text: what is about all of it, of which nothing is marked. */
export const TOP: Place = { from: 0, to: 0, line: 1, column: 1 };

/** Where a path stands; the top where the file does not even have its first key, so that not the whole text is marked. */
export function placeOrTop(yaml: YamlText, path: YamlPath, of: 'key' | 'value' = 'value'): Place {
  const [first = ''] = path;
  return isJsonObject(yaml.value) && Object.hasOwn(yaml.value, first) ? yaml.place(path, of) : TOP;
}

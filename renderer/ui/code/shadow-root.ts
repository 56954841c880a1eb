/**
 * The open shadow root of an element, made on first use, for a CodeMirror view to stand in.
 *
 * In a document CodeMirror writes its rules into a `<style>` element, which `style-src 'self'` refuses; in a
 * shadow root it uses constructed style sheets, which need no exception. Custom properties and fonts reach
 * through the boundary, so the tokens apply as everywhere else.
 */
export function shadowRootOf(element: Element): ShadowRoot {
  return element.shadowRoot ?? element.attachShadow({ mode: 'open' });
}

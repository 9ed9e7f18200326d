// What HTML would have to consist of to do nothing, read letter by letter: no parser of HTML can see anything else in it.

const ELEMENTS =
  /^(h[1-6]|p|div|blockquote|pre|hr|br|address|ul|ol|li|dl|dt|dd|span|b|strong|i|em|u|s|del|ins|small|sub|sup|code|table|caption|thead|tbody|tfoot|tr|td|th|img)$/;
const ATTRIBUTES: Record<string, RegExp> = {
  style:
    /^((color|background-color|text-align|font-weight|font-style|text-decoration)\s*:\s*[#\w\d., %()]+(;|$))+$/i,
  src: /^data:image\/jpeg;base64,[A-Za-z0-9+/=]+$/,
  ...Object.fromEntries(
    ['width', 'height', 'colspan', 'rowspan', 'start'].map((name) => [name, /^\d{1,3}$/]),
  ),
};

/** Everything that should not be there: tags, attributes, values, and brackets that are part of none. */
export function findStrange(html: string): string[] {
  const strange: string[] = [];
  const rest = html.replace(
    /<\/?([a-z0-9]+)((?: [a-z]+="[^"<>]*")*)( \/)?>/g,
    (tag, name: string, attributes: string) => {
      if (!isKnown(name, attributes)) strange.push(tag);
      return '';
    },
  );
  // Text may hold ">" in no form but escaped, either.
  return [
    ...strange,
    ...(rest.match(/[<>\0].{0,50}/gs) ?? []),
    ...(html.match(/url\(|expression|\\/gi) ?? []).filter(isInTag),
  ];

  function isInTag(found: string): boolean {
    return (html.match(/<[^>]*>/g) ?? []).some((tag) => tag.includes(found));
  }
}

function isKnown(name: string, attributes: string): boolean {
  const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)];
  return ELEMENTS.test(name) && pairs.every(([, key = '', value = '']) => ATTRIBUTES[key]?.test(value));
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../src/documents/xml.ts';

type Event = ['open', string, Record<string, string>] | ['close', string] | ['text', string];

function eventsOf(xml: string): Event[] {
  const events: Event[] = [];
  readXml(xml, {
    open: (name, attributes) => events.push(['open', name, attributes()]),
    close: (name) => events.push(['close', name]),
    text: (text) => events.push(['text', text]),
    isDone: () => false,
  });
  return events;
}

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

const words = fc.string({ unit: fc.constantFrom(...'ờ😀a&<>"\' \n]-!/?=;#'), minLength: 1, maxLength: 12 });
const names = fc.stringMatching(/^[a-z]{1,4}(:[a-z-]{1,4})?$/);
const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.record({
    name: names,
    attributes: fc.dictionary(names, words, { maxKeys: 3, noNullPrototype: true }),
    children: fc.array(fc.oneof({ maxDepth: 4 }, words, tie('element')), { maxLength: 4 }),
  }),
}));

function write({ name, attributes, children }: Element): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key} = "${escaped(value)}"`);
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : write(child)));
  const comment = '<!-- <x> "\' --><?pi <y> ?>';
  return children.length === 0
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${inside.join(comment)}</${name} >`;
}

/** ">" may stand as it is, and so may quotation marks of the other kind. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&#x3c;')
    .replaceAll('"', '&#34;')
    .replaceAll('\n', '&#10;');
}

function wanted({ name, attributes, children }: Element): Event[] {
  const inside = children.flatMap((child): Event[] =>
    typeof child === 'string' ? [['text', child]] : wanted(child),
  );
  return [['open', name, attributes], ...inside, ['close', name]];
}

describe('readXml', () => {
  it('tells elements, attributes and text as they were written', () => {
    fc.assert(
      fc.property(element, (root) => {
        expect(eventsOf(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "<b>">]>\n${write(root)}\n`)).toEqual(
          wanted(root),
        );
      }),
    );
  });

  it('takes CDATA for text, and entities that it does not know for what they look like', () => {
    expect(eventsOf('<a><![CDATA[<b>&amp;]]>&x;&#0;&#x110000;</a>')).toEqual([
      ['open', 'a', {}],
      ['text', '<b>&amp;'],
      ['text', '&x;&#0;&#x110000;'],
      ['close', 'a'],
    ]);
  });

  it('ends with an element what was left open within it, and nothing with one that was never opened', () => {
    expect(eventsOf("<a><b k='>'>x</c></a>").map(([kind, name]) => `${kind} ${name}`)).toEqual([
      'open a',
      'open b',
      'text x',
      'close b',
      'close a',
    ]);
  });

  it.each([
    ['a tag', '<a><b'],
    ['a value', '<a><b c="'],
    ['a comment', '<a><!-- <b>'],
    ['CDATA', '<a><![CDATA[<b>'],
  ])('reads what stands before %s that does not end', (_, xml) => {
    expect(eventsOf(xml)).toEqual([['open', 'a', {}]]);
  });

  it('does not follow elements within elements without end', () => {
    expect(eventsOf('<a>'.repeat(100_000)).length).toBeLessThan(1_000);
  });
});

// How a sheet comes out of the printer: A4 on its side, the headings on each page, as wide as the paper, pages numbered.

/**
 * What is added to the parts of a workbook that its writer makes (ECMA-376 §18.3.1).
 * @param filter the cells that may be filtered, "A1:L20"; null: none
 */
export function paper(sheet: string, [first, last]: [number, number], filter: string | null = null) {
  return {
    files: {
      transform: {
        'xl/workbook.xml': {
          transform: (xml: string) => put(xml, '<definedNames/>', printTitles(sheet, first, last)),
        },
        'xl/worksheets/sheet{id}.xml': { transform: (xml: string) => pageSetup(xml, filter) },
      },
    },
  };
}

/** The sheet's name in quotes, each of its own doubled. */
function printTitles(sheet: string, first: number, last: number): string {
  const rows = `'${escaped(sheet.replaceAll("'", "''"))}'!$${first}:$${last}`;
  return `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">${rows}</definedName></definedNames>`;
}

/** Inches. Pages are numbered from the second on, above, as Nghị định 30/2020 has it. */
const MARGINS = '<pageMargins left="0.5" right="0.4" top="0.6" bottom="0.5" header="0.3" footer="0.3"/>';
const SETUP = '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>';
const NUMBERS =
  '<headerFooter differentFirst="1"><oddHeader>&amp;C&amp;"Times New Roman,Regular"&amp;12&amp;P</oddHeader></headerFooter>';

function pageSetup(xml: string, filter: string | null): string {
  const fit = put(xml, /(?<=<worksheet\b[^>]*>)/, '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
  const page = `<printOptions horizontalCentered="1"/>${MARGINS}${SETUP}${NUMBERS}`;
  const set = put(fit, /<pageMargins[^>]*\/>\s*<pageSetup[^>]*\/>/, page);
  return filter === null ? set : put(set, /(?<=<\/sheetData>)/, `<autoFilter ref="${filter}"/>`);
}

/** What the writer is relied on to have written must be there, or pages would come out wrong and nobody would know. */
function put(xml: string, place: string | RegExp, markup: string): string {
  const changed = xml.replace(place, () => markup);
  if (changed === xml) throw new Error('the workbook has no place for its page setup');
  return changed;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeLegacy, decodeUnlabelled, encodingOfFont } from '../../src/documents/legacy.ts';

/** Vowels with the bytes that VNI-Windows writes for them: plain, acute, grave, hook, tilde, dot. */
const VNI = [
  ['a á à ả ã ạ', 'a aù aø aû aõ aï'],
  ['â ấ ầ ẩ ẫ ậ', 'aâ aá aà aå aã aä'],
  ['ă ắ ằ ẳ ẵ ặ', 'aê aé aè aú aü aë'],
  ['e é è ẻ ẽ ẹ', 'e eù eø eû eõ eï'],
  ['ê ế ề ể ễ ệ', 'eâ eá eà eå eã eä'],
  ['i í ì ỉ ĩ ị', 'i í ì æ ó ò'],
  ['o ó ò ỏ õ ọ', 'o où oø oû oõ oï'],
  ['ô ố ồ ổ ỗ ộ', 'oâ oá oà oå oã oä'],
  ['ơ ớ ờ ở ỡ ợ', 'ô ôù ôø ôû ôõ ôï'],
  ['u ú ù ủ ũ ụ', 'u uù uø uû uõ uï'],
  ['ư ứ ừ ử ữ ự', 'ö öù öø öû öõ öï'],
  ['y ý ỳ ỷ ỹ ỵ', 'y yù yø yû yõ î'],
  ['đ', 'ñ'],
] as const;

const VNI_PAIRS = VNI.flatMap(([letters, written]) => {
  const forms = written.split(' ');
  return letters.split(' ').map((letter, at): [letter: string, written: string] => [letter, forms[at] ?? '']);
});

describe('VNI', () => {
  it('writes every letter of Vietnamese, in both cases', () => {
    const accented = VNI_PAIRS.filter(([letter]) => letter > '\x7f');
    expect(accented.length * 2).toBe(134);
    for (const [letter, written] of VNI_PAIRS) {
      expect(decodeLegacy(written, 'vni')).toBe(letter);
      expect(decodeLegacy(written.toUpperCase(), 'vni')).toBe(letter.toUpperCase());
    }
  });

  it('is read where a capital carries the mark of a small letter', () => {
    expect(decodeLegacy('Uûy ban, Ñoäc laäp, THÖÔØNG TRÖÏC', 'vni')).toBe('Ủy ban, Độc lập, THƯỜNG TRỰC');
  });

  it('leaves alone what is no letter of it', () => {
    expect(decodeLegacy('m² – 15% “a” bï xâ', 'vni')).toBe('m² – 15% “a” bï xâ');
  });
});

describe('TCVN3', () => {
  const letters = [...'àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ'];

  it('is the one that iconv knows', () => {
    expect(letters.length).toBe(74);
    for (const letter of letters) {
      const byte = iconv.encode(letter, 'tcvn').toString('latin1');
      expect(decodeLegacy(byte, 'tcvn3')).toBe(letter);
      expect(decodeLegacy(byte, 'tcvn3-capitals')).toBe(letter.toUpperCase());
    }
  });
});

it('the name of a font tells the encoding', () => {
  expect(
    ['.VnTime', '.vntimeH', '.VnArialH', '.VnAristote', 'VNI-Times', 'vni-helve'].map(encodingOfFont),
  ).toEqual(['tcvn3', 'tcvn3-capitals', 'tcvn3-capitals', 'tcvn3', 'vni', 'vni']);
  expect(['Times New Roman', 'Vn Times', 'VNI', '', 'Arial'].map(encodingOfFont)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

describe('text without fonts', () => {
  const title = 'tờ trình về việc đề nghị công nhận sáng kiến';

  it('is decoded where its words are then those of a dossier', () => {
    expect(decodeUnlabelled(iconv.encode(title, 'tcvn').toString('latin1'))).toBe(title);
    expect(decodeUnlabelled('Tôø trình ñeà nghò coâng nhaän saùng kieán')).toBe(
      'Tờ trình đề nghị công nhận sáng kiến',
    );
  });

  it.each([
    'toán hoà xuân khoá',
    'Sáng kiến: Tôi vì cộng đồng',
    'Tê tr×nh',
    'Café crème à Genève, señor',
    'plain words of a report',
    '',
  ])('stays as it is: %s', (text) => {
    expect(decodeUnlabelled(text)).toBe(text);
  });

  it('is NFC', () => {
    const decoded = decodeUnlabelled('Tôø trình ñeà nghò coâng nhaän saùng kieán');
    expect(decoded).toBe(decoded.normalize('NFC'));
  });
});

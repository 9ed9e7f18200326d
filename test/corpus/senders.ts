// Who writes: communes and bodies of the registry, and those who are in no registry.
import { fold } from '../../src/core/fold.ts';

export interface Sender {
  /** Of the registry; null: of nobody there. */
  code: string | null;
  /** As people write it: "MTTQ xã Gia Phú". */
  name: string;
  place: string;
  letterhead: string[];
  /** Ending of its documents' symbols: "15/TTr-MTTQ-BTT". */
  symbol: string;
}

/** The Front's committee of a commune. */
export function commune(place: string, level: 'xã' | 'thị trấn' = 'xã'): Sender {
  return {
    code: `MTTQ-${fold(place.replace('Nông trường ', '')).replaceAll(' ', '').toUpperCase()}`,
    name: `MTTQ ${level} ${place}`,
    place,
    letterhead: ['ỦY BAN MTTQ VIỆT NAM', `${level} ${place}`.toUpperCase(), 'BAN THƯỜNG TRỰC'],
    symbol: 'MTTQ-BTT',
  };
}

/** A body of the district, or one that the registry does not know. */
export function body(code: string | null, name: string, letterhead: string[], symbol: string): Sender {
  return { code, name, place: 'Bảo Thắng', letterhead, symbol };
}

export const GIA_PHU = commune('Gia Phú');
export const SON_HA = commune('Sơn Hà');
export const SON_HAI = commune('Sơn Hải');
export const XUAN_QUANG = commune('Xuân Quang');
export const XUAN_GIAO = commune('Xuân Giao');
export const THAI_NIEN = commune('Thái Niên');
export const PHONG_NIEN = commune('Phong Niên');
export const BAN_CAM = commune('Bản Cầm');
export const BAN_PHIET = commune('Bản Phiệt');
export const TRI_QUANG = commune('Trì Quang');
export const PHU_NHUAN = commune('Phú Nhuận');
export const PHO_LU = commune('Phố Lu', 'thị trấn');
export const TANG_LOONG = commune('Tằng Loỏng', 'thị trấn');
export const PHONG_HAI = commune('Nông trường Phong Hải', 'thị trấn');

export const EDUCATION = body(
  'P-GDDT',
  'Phòng Giáo dục và Đào tạo',
  ['UBND HUYỆN BẢO THẮNG', 'PHÒNG GIÁO DỤC VÀ ĐÀO TẠO'],
  'PGDĐT',
);
export const FARMERS = body(
  'HND-H',
  'Hội Nông dân huyện',
  ['HỘI NÔNG DÂN TỈNH LÀO CAI', 'HỘI NÔNG DÂN HUYỆN BẢO THẮNG'],
  'HNDH',
);
export const WOMEN = body(
  'HLHPN-H',
  'Hội Liên hiệp Phụ nữ huyện',
  ['HỘI LHPN TỈNH LÀO CAI', 'HỘI LIÊN HIỆP PHỤ NỮ HUYỆN BẢO THẮNG'],
  'HLHPN',
);
export const VETERANS = body(
  'HCCB-H',
  'Hội Cựu chiến binh huyện',
  ['HỘI CỰU CHIẾN BINH TỈNH LÀO CAI', 'HỘI CỰU CHIẾN BINH HUYỆN BẢO THẮNG'],
  'HCCB',
);
export const HEALTH_CENTRE = body(
  'TTYT',
  'Trung tâm Y tế huyện',
  ['SỞ Y TẾ TỈNH LÀO CAI', 'TRUNG TÂM Y TẾ HUYỆN BẢO THẮNG'],
  'TTYT',
);
export const POLICE = body(
  'CAH',
  'Công an huyện',
  ['CÔNG AN TỈNH LÀO CAI', 'CÔNG AN HUYỆN BẢO THẮNG'],
  'CAH',
);
export const PROPAGANDA = body(
  'BTG-HU',
  'Ban Tuyên giáo Huyện ủy',
  ['ĐẢNG BỘ HUYỆN BẢO THẮNG', 'BAN TUYÊN GIÁO'],
  'BTG',
);
/** Neither name, address nor letterhead tells whose it is. */
export const NOBODY: Sender = {
  code: null,
  name: 'Ban công tác',
  place: 'Khu dân cư số 3',
  letterhead: ['BAN CÔNG TÁC MẶT TRẬN', 'KHU DÂN CƯ SỐ 3'],
  symbol: 'BCT',
};

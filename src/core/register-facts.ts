// The office's registers: which there are, what may be asked for, and the facts that make each.
import type { Day } from './code.ts';
import type { DeadlineVerdict, DossierStatus } from './states.ts';

/** Domain §6.4, in its order. */
export const REGISTERS = [
  'intake',
  'incoming',
  'proposals',
  'by-unit',
  'by-sector',
  'not-submitted',
  'reports',
] as const;
export type RegisterName = (typeof REGISTERS)[number];

export const REGISTER_TITLES: Record<RegisterName, string> = {
  intake: 'Sổ theo dõi tiếp nhận hồ sơ',
  incoming: 'Sổ đăng ký văn bản đến',
  proposals: 'Danh sách tổng hợp đề nghị xét, công nhận',
  'by-unit': 'Thống kê theo đơn vị',
  'by-sector': 'Thống kê theo lĩnh vực, loại hình',
  'not-submitted': 'Danh sách đơn vị chưa nộp hồ sơ',
  reports: 'Tình hình nộp báo cáo định kỳ',
};

export const GROUPINGS = ['sector', 'unit'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface RegisterRequest {
  /** Code of a campaign; null: all. */
  campaign: string | null;
  /** First and last day of receipt, in the campaign's zone; null: without bound. */
  from: Day | null;
  to: Day | null;
  /** How `proposals` is grouped. */
  by: Grouping;
}

export interface RegisterFile {
  /** Without accents: "so-theo-doi-tiep-nhan-2022-08-10.xlsx". */
  fileName: string;
  bytes: Buffer;
}

/** What the page is handed; too large: it takes more memory or time than one may. Errors: Fault campaign-unknown. */
export type MakeRegister = (
  name: RegisterName,
  request: RegisterRequest,
) => Promise<RegisterFile | 'too-large'>;

/** A dossier as the two books of the office list it. */
export interface BookedDossier {
  code: string;
  /** Whose numbers it has its own of, anew each year. */
  office: string;
  arrivalYear: number;
  arrivalNumber: number;
  campaign: string;
  kind: string;
  status: DossierStatus;
  deadline: DeadlineVerdict;
  /** Name. */
  unit: string | null;
  receivedAt: Date;
  /** Titles, in their order; empty where none is told. */
  items: string[];
  /** Who is in charge of it, by name; null: nobody, or no account of that name. */
  assignee: string | null;
  note: string;
  /** Why staff decided on its status. */
  statusReason: string | null;
  /** Code of the dossier it was joined to. */
  mergedInto: string | null;
  purgedAt: Date | null;
}

export interface IntakeFacts extends BookedDossier {
  /** Of who sent its first message. */
  address: string | null;
  /** When the first letter that asked for missing documents was sent. */
  askedAt: Date | null;
  supplementUntil: Date;
  completedAt: Date | null;
  forwardedAt: Date | null;
  /** "YYYY-MM-DD" */
  paperReceivedOn: string | null;
  paperSets: number | null;
}

export interface IncomingFacts extends BookedDossier {
  /** Subject of its first message. */
  subject: string;
  /** The first characters of the document that stands for the dossier: tờ trình or report; null: no text of it. */
  opening: string | null;
}

export interface ProposedItem {
  campaign: string;
  dossier: string;
  status: DossierStatus;
  deadline: DeadlineVerdict;
  unit: string | null;
  title: string;
  authors: string[];
  sector: string | null;
  objectKind: string | null;
  /** Types and forms of what is about it, or about the whole dossier; each once. */
  documents: { type: string; form: string }[];
}

export interface UnitFigures {
  unit: string | null;
  messages: number;
  dossiers: number;
  items: number;
  complete: number;
  awaiting: number;
  /** Of those awaiting, the ones whose time for missing documents is over. */
  overdue: number;
  onTime: number;
  late: number;
}

export interface SectorFigure {
  campaign: string;
  sector: string | null;
  objectKind: string | null;
  items: number;
}

export interface ExpectedUnit {
  code: string;
  name: string;
  group: string;
  expected: 'required' | 'encouraged' | 'no';
}

export interface SilentUnit extends ExpectedUnit {
  remindedAt: Date | null;
  /** When it wrote that it has nothing to propose. */
  nothingAt: Date | null;
}

export interface ReportFacts {
  code: string;
  campaign: string;
  kind: string;
  /** As the campaign names it; null: not told. */
  period: string | null;
  status: DossierStatus;
  deadline: DeadlineVerdict;
  receivedAt: Date;
  unit: ExpectedUnit | null;
}

// The papers of a dossier: its receipt and its control slip, to be printed.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Campaign } from '../../core/campaign.ts';
import { type PrintedDossier, printedFacts } from '../../core/printed.ts';
import { noteAccess } from '../../store/access-log.ts';
import type { ShownFile } from '../../store/dossier-files.ts';
import { type DossierPage, findDossierPage } from '../../store/dossier-page.ts';
import { sendFile } from '../file/send.ts';
import { NOT_FOUND, sendNotice } from '../notice.tsx';
import type { PageDeps } from '../page-deps.ts';
import { campaignOf, typeName } from '../parts/names.ts';

type Print = (dossier: PrintedDossier, campaign: Campaign, now: Date) => Promise<Buffer>;
type Ask = FastifyRequest<{ Params: { code: string } }>;

// What sets pages takes a fifth of a second to load: that is for who prints, not for each start.
const printReceipt: Print = async (...facts) =>
  (await import('../../printing/receipt.ts')).printReceipt(...facts);
const printControlSlip: Print = async (...facts) =>
  (await import('../../printing/control-slip.ts')).printControlSlip(...facts);

export function servePapers(server: FastifyInstance, deps: PageDeps): void {
  const config = { access: 'leader' } as const;
  server.get('/dossiers/:code/receipt.pdf', { config }, (request: Ask, reply) =>
    send(deps, request, reply, printReceipt, 'Giấy xác nhận'),
  );
  server.get('/dossiers/:code/control-slip.pdf', { config }, (request: Ask, reply) =>
    send(deps, request, reply, printControlSlip, 'Phiếu kiểm soát'),
  );
}

async function send(
  { db, campaigns, now, web }: PageDeps,
  { params, viewer, ip }: Ask,
  reply: FastifyReply,
  print: Print,
  title: string,
): Promise<FastifyReply> {
  const page = await findDossierPage(db, params.code);
  const campaign = page && campaignOf(campaigns, page.head.campaign);
  if (!page || !campaign || !viewer) return sendNotice(reply, 404, NOT_FOUND, web.base);
  const content = await print(printedFacts(standing(page, campaign), campaign), campaign, now());
  await noteAccess(db, viewer, 'print', `dossier ${page.head.id}`, ip, now());
  return sendFile(reply, { name: `${title} ${page.head.code}.pdf`, content, size: content.length });
}

function standing({ head, items, files }: DossierPage, campaign: Campaign) {
  return {
    ...head,
    items,
    documents: files.flatMap((file) => placed(file, head.code, campaign)),
  };
}

/** What counts now. */
function placed({ name, verdict, document }: ShownFile, code: string, campaign: Campaign) {
  if (!document || document.dossier !== code || document.supersededBy) return [];
  const { type, item, form } = document;
  const known = type === null ? null : typeName(campaign, type);
  return [{ name, typeName: known, itemNumber: item, form, usable: verdict === 'accepted' }];
}

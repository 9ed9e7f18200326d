// What the demo uses of hoodiecrow-imap, which brings no types of its own.
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface ImapServer {
    /** The listening socket itself. */
    server: Server;
    getMailbox(path: string): object | undefined;
    createMailbox(path: string): void;
    /**
     * @param internalDate as IMAP writes it: "08-Aug-2022 02:15:00 +0000"
     * @param raw one character per byte
     */
    appendMessage(path: string, flags: string[], internalDate: string, raw: string): void;
  }

  export default function openServer(options: {
    users: Record<string, { password: string }>;
    plugins: string[];
    storage: Record<string, object>;
  }): ImapServer;
}

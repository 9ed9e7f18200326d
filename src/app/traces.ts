// Traces, for offices that collect them: a span for each piece of a step's work, with its number and outcome, never content.
import type { Work } from './work.ts';

export interface Traces {
  /** Runs `work` in a span. @param outcomeOf what the span says of an error */
  span<T>(work: Work, run: () => Promise<T>, outcomeOf: (error: unknown) => string): Promise<T>;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** A collector that is away holds up no end for longer (ms). */
const PATIENCE = 3_000;

/** The packages are loaded only where traces are wanted. @param endpoint null: none are */
export async function openTraces(endpoint: string | null): Promise<Traces> {
  if (endpoint === null) return { span: (_work, run) => run(), close: async () => {} };
  const [{ SpanStatusCode }, { OTLPTraceExporter }, { resourceFromAttributes }, sdk] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-base'),
  ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: PATIENCE });
  const provider = new sdk.BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'tiepnhan' }),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, { exportTimeoutMillis: PATIENCE })],
  });
  const tracer = provider.getTracer('tiepnhan');
  return {
    async span({ step, ...numbers }, run, outcomeOf) {
      const attributes = Object.entries(numbers).map(([name, value]) => [`tiepnhan.${name}`, value]);
      const span = tracer.startSpan(step, {
        attributes: { 'tiepnhan.step': step, ...Object.fromEntries(attributes) },
      });
      try {
        const result = await run();
        span.setAttribute('tiepnhan.outcome', 'done');
        return result;
      } catch (error) {
        span.setAttribute('tiepnhan.outcome', outcomeOf(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
    close: () => provider.shutdown().catch(() => {}),
  };
}

import { readFileSync } from 'node:fs';
import { App } from 'cdktf';
import { withoutCreationStacks } from '../lib/entra/creation-stacks';
import { accessStacks } from '../lib/gateway';
import { renderGateway, toDocument, writeDocument } from '../lib/kong';
import { apiKey, sizedEnvironment, sizedModel } from './definition';
import { writeByHand, type Carried } from './by-hand';

/** What a process of this bench measures, by name. `sample` is the text of the first API and the settings. */
const SUBJECTS: Readonly<Record<string, (count: number, outdir: string, sample: string) => () => void>> = {
  ours: (count, outdir) => () => {
    const app = new App({ outdir });
    accessStacks(app, { name: 'ours', model: sizedModel(count), environment: sizedEnvironment(count), preview: false });
    app.synth();
  },
  'with-clients': (count, outdir) => withClients(count, outdir, false),
  'with-clients-changed': (count, outdir) => withClients(count, outdir, true),
  'by-hand': (count, outdir, sample) => {
    const carried = carriedBy(count, sample);
    return () => {
      const app = new App({ outdir });
      writeByHand(app, count, carried);
      app.synth();
    };
  },
  'by-hand-without-stacks': (count, outdir, sample) => {
    const carried = carriedBy(count, sample);
    return () => {
      const app = new App({ outdir });
      withoutCreationStacks(() => writeByHand(app, count, carried));
      app.synth();
    };
  },
  preview: (count) => {
    const template = renderGateway(sizedModel(count), sizedEnvironment(count));
    return () => void writeDocument(toDocument(template, 'deck'), 'yaml');
  },
};

/** The definition that reviews are measured with, all files written. */
function withClients(count: number, outdir: string, route: boolean): () => void {
  return () => {
    const app = new App({ outdir });
    const model = sizedModel(count, { clients: Math.max(5, count / 5), route });
    accessStacks(app, { name: 'ours', model, environment: sizedEnvironment(count) });
    app.synth();
  };
}

// Made before the clock starts: whoever writes by hand has his texts.
function carriedBy(count: number, sample: string): Carried {
  const { settings, api } = JSON.parse(readFileSync(sample, 'utf8')) as { readonly settings: string; readonly api: string };
  const apis = Object.fromEntries(
    Array.from({ length: count }, (_, number) => [apiKey(number), Buffer.from(api.replaceAll(apiKey(0), apiKey(number))).toString()]),
  );
  return { settings, apis };
}

const [subject = '', count = '', outdir = '', sample = ''] = process.argv.slice(2);
const work = SUBJECTS[subject]?.(Number(count), outdir, sample);
if (work === undefined) throw new Error(`nothing to measure is called "${subject}"`);
const before = performance.now();
const used = process.cpuUsage();
work();
const { user, system } = process.cpuUsage(used);
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - before) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

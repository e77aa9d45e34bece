import { type Ended, type Exchange } from './exchange';

/** Upper ends of the classes that latencies are counted in, in milliseconds. */
const CLASSES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

interface Latencies {
  readonly counts: number[];
  sum: number;
  count: number;
}

/** Counts of calls, as Kong's plugin `prometheus` shows them. */
export class Metrics {
  private readonly requests = new Map<string, number>();
  private readonly bytes = new Map<string, number>();
  private readonly latencies = new Map<string, Latencies>();
  /** Label texts by what they are made of. */
  private readonly texts = new Map<string, readonly [requests: string, ingress: string, egress: string, latencies: string]>();

  count({ route, service }: Exchange, { status, source, requestBytes, answerBytes, milliseconds }: Ended): void {
    const labels = { service: service?.name ?? '', route: route.name ?? '' };
    const made = JSON.stringify([labels.service, labels.route, status, source]);
    const [requests, ingress, egress, key] = this.texts.get(made) ?? [
      labelled({ ...labels, code: String(status), source, consumer: '' }),
      labelled({ ...labels, direction: 'ingress', consumer: '' }),
      labelled({ ...labels, direction: 'egress', consumer: '' }),
      JSON.stringify(labels),
    ];
    this.texts.set(made, [requests, ingress, egress, key]);
    add(this.requests, requests, 1);
    add(this.bytes, ingress, requestBytes);
    add(this.bytes, egress, answerBytes);
    const own = this.latencies.get(key) ?? { counts: CLASSES.map(() => 0), sum: 0, count: 0 };
    this.latencies.set(key, own);
    own.sum += milliseconds;
    own.count += 1;
    CLASSES.forEach((end, at) => {
      if (milliseconds <= end) own.counts[at] = (own.counts[at] ?? 0) + 1;
    });
  }

  /** Everything in the text form of Prometheus. */
  text(): string {
    return [
      ...family('kong_http_requests_total', 'counter', 'HTTP status codes per service and route', this.requests),
      ...family('kong_bandwidth_bytes', 'counter', 'Total bandwidth in bytes per service and route', this.bytes),
      ...this.latencyLines(),
      '',
    ].join('\n');
  }

  private latencyLines(): readonly string[] {
    if (this.latencies.size === 0) return [];
    const name = 'kong_request_latency_ms';
    const lines = [...this.latencies].sort(byKey).flatMap(([key, { counts, sum, count }]) => {
      const labels = JSON.parse(key) as Record<string, string>;
      return [
        ...CLASSES.map((end, at) => `${name}_bucket${labelled({ ...labels, le: String(end) })} ${String(counts[at] ?? 0)}`),
        `${name}_bucket${labelled({ ...labels, le: '+Inf' })} ${String(count)}`,
        `${name}_count${labelled(labels)} ${String(count)}`,
        `${name}_sum${labelled(labels)} ${String(sum)}`,
      ];
    });
    return [`# HELP ${name} Total latency in milliseconds per service and route`, `# TYPE ${name} histogram`, ...lines];
  }
}

function family(name: string, type: string, help: string, values: ReadonlyMap<string, number>): readonly string[] {
  if (values.size === 0) return [];
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...[...values].sort(byKey).map(([labels, value]) => `${name}${labels} ${String(value)}`),
  ];
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const all = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replace(/[\\"]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n')}"`,
  );
  return `{${all.join(',')}}`;
}

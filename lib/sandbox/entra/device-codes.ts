import { randomBytes, randomInt } from 'node:crypto';
import { type Clock } from '../directory';
import { EntraRefusal } from './refusal';
import { type AuthorizationRequest, type SignIn } from './sign-ins';

/** Seconds for which a device may wait. */
export const DEVICE_CODE_SECONDS = 900;

/** Seconds between two times that a device asks. */
export const POLL_SECONDS = 5;

/** Codes that wait at once. */
const MOST_WAITING = 1_000;

/** Wrong codes that are typed within a minute before no more are looked at. */
const MOST_WRONG = 20;

/** A timer may fire a little early. */
const EARLY_MS = 500;

/** What a device and a person are told. */
export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
}

interface Waiting {
  readonly request: AuthorizationRequest;
  readonly userCode: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** What the person who typed the code is known by, while they choose. */
  transaction: string | undefined;
  answer: SignIn | 'declined' | undefined;
  askedAt: number;
  intervalMs: number;
}

/** Devices that wait for somebody to sign in elsewhere. */
export class DeviceCodes {
  private readonly waiting = new Map<string, Waiting>();
  private wrong: readonly number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Lets a device wait. @throws EntraRefusal where too many do */
  begin(request: AuthorizationRequest): DeviceCode {
    const now = this.clock.now();
    // What ended is kept a while, so that a device that asks late is told why.
    for (const [code, { endsAt }] of this.waiting) if (endsAt + DEVICE_CODE_SECONDS * 1000 <= now) this.waiting.delete(code);
    if (this.waiting.size >= MOST_WAITING) {
      throw new EntraRefusal(undefined, 'temporarily_unavailable', `The sandbox lets ${String(MOST_WAITING)} devices wait at once.`);
    }
    const deviceCode = randomBytes(32).toString('base64url');
    const userCode = newUserCode();
    this.waiting.set(deviceCode, {
      request,
      userCode,
      endsAt: now + DEVICE_CODE_SECONDS * 1000,
      transaction: undefined,
      answer: undefined,
      askedAt: -Infinity,
      intervalMs: POLL_SECONDS * 1000,
    });
    return { deviceCode, userCode };
  }

  /**
   * What a person asks to sign in to, by the code that they typed; in a step of its own they say as whom.
   *
   * @throws EntraRefusal where nobody waits by that code, or too many wrong ones were typed
   */
  typed(text: string, tenantId: string): { readonly request: AuthorizationRequest; readonly transaction: string } {
    const now = this.clock.now();
    this.wrong = this.wrong.filter((at) => now - at < 60_000);
    if (this.wrong.length >= MOST_WRONG)
      throw new EntraRefusal(undefined, 'temporarily_unavailable', 'Too many wrong codes were typed. Wait a minute.');
    const userCode = text.toUpperCase().replace(/[\s-]/g, '');
    const found = [...this.waiting.values()].find((one) => one.userCode === userCode && one.request.tenantId === tenantId);
    if (found === undefined || found.answer !== undefined) {
      this.wrong = [...this.wrong, now];
      throw new EntraRefusal(70018, 'bad_verification_code', 'Nobody waits by this code. Check what was typed.');
    }
    if (found.endsAt <= now) throw new EntraRefusal(70019, 'expired_token', 'The code has expired. Start again on the device.');
    found.transaction = randomBytes(32).toString('base64url');
    return { request: found.request, transaction: found.transaction };
  }

  /** What somebody is about to answer. @throws EntraRefusal where they are not, any more */
  asked(transaction: string | undefined, tenantId: string): AuthorizationRequest {
    return this.ofTransaction(transaction, tenantId).request;
  }

  /** The person has answered, once. */
  answer(transaction: string | undefined, tenantId: string, answer: SignIn | 'declined'): void {
    const waiting = this.ofTransaction(transaction, tenantId);
    [waiting.answer, waiting.transaction] = [answer, undefined];
  }

  /**
   * What came of it, once.
   *
   * @throws EntraRefusal while nobody has answered, where somebody declined or nobody came in time, and where a device asks too often
   */
  redeem(deviceCode: string, appId: string, tenantId: string): SignIn {
    const waiting = this.waiting.get(deviceCode);
    if (waiting === undefined || waiting.request.client.appId !== appId || waiting.request.tenantId !== tenantId)
      throw new EntraRefusal(70018, 'bad_verification_code', "The provided value for the input parameter 'device_code' is not valid.");
    const now = this.clock.now();
    const sooner = now - waiting.askedAt < waiting.intervalMs - EARLY_MS;
    waiting.askedAt = now;
    if (waiting.endsAt <= now) {
      throw new EntraRefusal(
        70020,
        'expired_token',
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
      );
    }
    if (waiting.answer === 'declined') {
      this.waiting.delete(deviceCode);
      // Which number Entra gives this is not established.
      throw new EntraRefusal(undefined, 'authorization_declined', 'The end user declined the authorization request.');
    }
    if (waiting.answer !== undefined) {
      this.waiting.delete(deviceCode);
      return waiting.answer;
    }
    if (sooner) {
      waiting.intervalMs += POLL_SECONDS * 1000;
      throw new EntraRefusal(undefined, 'slow_down', `Ask every ${String(waiting.intervalMs / 1000)} seconds at most.`);
    }
    throw new EntraRefusal(70016, 'authorization_pending', 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.');
  }

  private ofTransaction(transaction: string | undefined, tenantId: string): Waiting {
    const found = [...this.waiting.values()].find(
      (one) => transaction !== undefined && one.transaction === transaction && one.request.tenantId === tenantId,
    );
    if (found === undefined || found.endsAt <= this.clock.now())
      throw new EntraRefusal(165000, 'invalid_request', 'The sign-in is not known or took too long. Start again.');
    return found;
  }
}

/** Letters and digits of which none is taken for another: nine of them are 45 bits. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function newUserCode(): string {
  return Array.from({ length: 9 }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
}

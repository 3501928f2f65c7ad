import { plainToInstance } from 'class-transformer';
import {
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  validate,
} from 'class-validator';
import type { ValidationError } from 'class-validator';
import { Problem } from './problem.js';

export class SignInBody {
  @IsOptional()
  @IsString({ message: 'phone must be a text, for instance "PJSIP/101"' })
  @Matches(/^PJSIP\/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, {
    message: 'phone must be one phone, for instance "PJSIP/101"',
  })
  readonly phone?: string;
}

export class PauseBody {
  @IsString({ message: 'reason must be a text, for instance "lunch"' })
  @IsNotEmpty({ message: 'reason must not be empty' })
  @MaxLength(60, { message: 'reason must have at most 60 characters' })
  @Matches(/^\P{Cc}*$/u, { message: 'reason must not hold control characters' })
  readonly reason!: string;

  @IsOptional()
  @IsInt({ message: 'seconds must be a whole number' })
  @Min(1, { message: 'seconds must be at least 1' })
  @Max(86_400, { message: 'seconds must be at most 86400' })
  readonly seconds?: number;
}

export class ExtendWrapUpBody {
  @IsInt({ message: 'seconds must be a whole number' })
  @Min(1, { message: 'seconds must be at least 1' })
  @Max(3600, { message: 'seconds must be at most 3600' })
  readonly seconds!: number;
}

export class OutcomeBody {
  @IsString({ message: 'outcome must be a code of the queue, for instance "sale"' })
  @MaxLength(64, { message: 'outcome must have at most 64 characters' })
  readonly outcome!: string;
}

export class CallBody {
  @IsString({ message: 'number must be a text, for instance "+359888000001" or "0888000001"' })
  @MaxLength(40, { message: 'number must have at most 40 characters' })
  @Matches(/^\+?[0-9][0-9 ()./-]*$/, { message: 'number must be a telephone number, as it is dialled' })
  readonly number!: string;
}

export class MoveBody {
  @IsString({ message: 'queue must be the name of a queue of the routing file' })
  @MaxLength(64, { message: 'queue must have at most 64 characters' })
  readonly queue!: string;
}

export class PriorityBody {
  @IsInt({ message: 'priority must be a whole number' })
  @Min(-10, { message: 'priority must be at least -10' })
  @Max(10, { message: 'priority must be at most 10' })
  readonly priority!: number;
}

export class SwitchBody {
  @IsOptional()
  @IsInt({ message: 'minutes must be a whole number' })
  @Min(1, { message: 'minutes must be at least 1' })
  @Max(43_200, { message: 'minutes must be at most 43200, which is 30 days' })
  readonly minutes?: number;

  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'until must be an instant such as "2026-03-04T18:00:00Z"' })
  @Matches(/(Z|[+-][0-9]{2}:?[0-9]{2})$/, { message: 'until must name its zone, as Z or +02:00 at its end' })
  readonly until?: string;
}

export class EndMessageBody {
  @IsOptional()
  @IsString({ message: 'number must be a text, as in the routing file' })
  @MaxLength(40, { message: 'number must have at most 40 characters' })
  @Matches(/[0-9]/, { message: 'number must hold a digit' })
  readonly number?: string;
}

export class ForgetLastAgentBody {
  @Matches(/^\+[1-9][0-9]{4,14}$/, { message: 'caller must be a number in E.164, such as "+359888000001"' })
  readonly caller!: string;
}

export class SetLastAgentBody extends ForgetLastAgentBody {
  @IsString({ message: 'agent must be the name of an agent of the routing file' })
  @MaxLength(64, { message: 'agent must have at most 64 characters' })
  readonly agent!: string;
}

export class AskCallbackBody {
  @Matches(/^\+[1-9][0-9]{4,14}$/, { message: 'number must be a number in E.164, such as "+359888000001"' })
  readonly number!: string;

  @IsString({ message: 'queue must be the name of a queue of the routing file' })
  @MaxLength(64, { message: 'queue must have at most 64 characters' })
  readonly queue!: string;

  @IsOptional()
  @IsString({ message: 'name must be a text' })
  @MaxLength(100, { message: 'name must have at most 100 characters' })
  @Matches(/^\P{Cc}+$/u, { message: 'name must not be empty or hold control characters' })
  readonly name?: string;

  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'notBefore must be an instant such as "2026-03-04T10:00:00Z"' })
  @Matches(/(Z|[+-][0-9]{2}:?[0-9]{2})$/, {
    message: 'notBefore must name its zone, as Z or +02:00 at its end',
  })
  readonly notBefore?: string;
}

export class StartMessageBody extends SwitchBody {
  @IsString({ message: 'prompt must be the name of a prompt of the routing file' })
  @MaxLength(64, { message: 'prompt must have at most 64 characters' })
  readonly prompt!: string;

  @IsOptional()
  @IsString({ message: 'number must be a text, as in the routing file' })
  @MaxLength(40, { message: 'number must have at most 40 characters' })
  @Matches(/[0-9]/, { message: 'number must hold a digit' })
  readonly number?: string;
}

/** The body as the class says; throws `Problem` with every fault at once, unknown fields included. */
export async function checkedBody<T extends object>(shape: new () => T, body: unknown): Promise<T> {
  const instance = plainToInstance(shape, objectBody(body));
  const rules = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false };
  const faults = (await validate(instance, rules)).flatMap(faultsOf);
  if (faults.length > 0) throw invalid(faults);
  return instance;
}

/** For requests that say everything with their path: no body, or `{}`. */
export function checkEmpty(body: unknown): void {
  const faults = Object.keys(objectBody(body)).map(unknownField);
  if (faults.length > 0) throw invalid(faults);
}

interface BodyFault {
  readonly field: string;
  readonly message: string;
}

function objectBody(body: unknown): object {
  const plain = body ?? {};
  if (typeof plain === 'object' && !Array.isArray(plain)) return plain;
  throw new Problem('invalid-body', 'The body must be a JSON object, for instance {}.');
}

function faultsOf(fault: ValidationError): readonly BodyFault[] {
  return Object.entries(fault.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation' ? unknownField(fault.property) : { field: fault.property, message },
  );
}

function unknownField(field: string): BodyFault {
  return { field, message: `${field} is not known here` };
}

function invalid(faults: readonly BodyFault[]): Problem {
  return new Problem('invalid-body', faults.map((fault) => fault.message).join('; '), { faults });
}

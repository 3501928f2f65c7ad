import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** Where a caller is handed over to, and why. */
export class TransferBody {
  @IsOptional()
  @IsString({ message: 'agent must be the name of an agent of the routing file' })
  @MaxLength(64, { message: 'agent must have at most 64 characters' })
  readonly agent?: string;

  @IsOptional()
  @IsString({ message: 'queue must be the name of a queue of the routing file' })
  @MaxLength(64, { message: 'queue must have at most 64 characters' })
  readonly queue?: string;

  @IsOptional()
  @IsString({ message: 'flow must be the name of a flow of the routing file' })
  @MaxLength(64, { message: 'flow must have at most 64 characters' })
  readonly flow?: string;

  @IsOptional()
  @IsString({ message: 'chain must be the name of a chain of the section transfers' })
  @MaxLength(64, { message: 'chain must have at most 64 characters' })
  readonly chain?: string;

  @IsOptional()
  @IsString({ message: 'number must be a telephone number, for instance "+359880000001"' })
  @MaxLength(40, { message: 'number must have at most 40 characters' })
  readonly number?: string;

  @IsOptional()
  @IsString({ message: 'reason must be a text, for instance "refund"' })
  @MaxLength(60, { message: 'reason must have at most 60 characters' })
  @Matches(/^\P{Cc}+$/u, { message: 'reason must not be empty or hold control characters' })
  readonly reason?: string;
}

CREATE TABLE "connection_account" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"connector" text NOT NULL,
	"account" text NOT NULL,
	CONSTRAINT "connection_account_tenant_id_connection_id_account_pk" PRIMARY KEY("tenant_id","connection_id","account")
);
--> statement-breakpoint
CREATE TABLE "oauth_attempt" (
	"tenant_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"connection_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"verifier" "bytea" NOT NULL,
	"redirect_uri" text NOT NULL,
	"for_actions" boolean NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "oauth_attempt_tenant_id_state_hash_pk" PRIMARY KEY("tenant_id","state_hash")
);
--> statement-breakpoint
CREATE TABLE "stream_hint" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"key" text NOT NULL,
	"named_at" timestamp (3) with time zone NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "stream_hint_tenant_id_connection_id_stream_key_pk" PRIMARY KEY("tenant_id","connection_id","stream","key")
);
--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "accounts" jsonb;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "usage" jsonb;--> statement-breakpoint
ALTER TABLE "connection" ADD COLUMN "usage_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connection_secret" ADD COLUMN "renewing_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "source_record" ADD COLUMN "tally_day" date;--> statement-breakpoint
ALTER TABLE "source_record" ADD COLUMN "tally_minor" bigint;--> statement-breakpoint
ALTER TABLE "source_record" ADD COLUMN "tally_currency" text;--> statement-breakpoint
ALTER TABLE "source_record" ADD COLUMN "gone" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "connection_account" ADD CONSTRAINT "connection_account_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_attempt" ADD CONSTRAINT "oauth_attempt_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_hint" ADD CONSTRAINT "stream_hint_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;
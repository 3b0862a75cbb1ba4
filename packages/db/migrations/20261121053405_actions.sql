CREATE TABLE "action" (
	"tenant_id" uuid NOT NULL,
	"action_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"connector" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"input" "bytea" NOT NULL,
	"input_hash" text NOT NULL,
	"effect" jsonb NOT NULL,
	"state" text NOT NULL,
	"idempotency_key" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"ref" text,
	"detail" jsonb,
	"say" text,
	"undo_until" timestamp (3) with time zone,
	"undone_by" text,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "action_tenant_id_action_id_pk" PRIMARY KEY("tenant_id","action_id"),
	CONSTRAINT "action_same" UNIQUE("tenant_id","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "consent_source" text;--> statement-breakpoint
ALTER TABLE "action" ADD CONSTRAINT "action_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "action_recent" ON "action" USING btree ("tenant_id","requested_at");
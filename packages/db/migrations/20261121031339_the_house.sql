CREATE TABLE "agency" (
	"agency_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agency_audit" (
	"agency_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "agency_audit_agency_id_seq_pk" PRIMARY KEY("agency_id","seq")
);
--> statement-breakpoint
CREATE TABLE "app_user" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"login" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"totp_secret" "bytea",
	"totp_confirmed_at" timestamp (3) with time zone,
	"totp_last_step" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "app_user_login_unique" UNIQUE("login")
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"tenant_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text,
	"detail" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_tenant_id_seq_pk" PRIMARY KEY("tenant_id","seq")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"agency_id" uuid NOT NULL,
	"invitation_id" uuid NOT NULL,
	"grant_tenant_id" uuid,
	"invited_to" text NOT NULL,
	"email" text NOT NULL,
	"login" text NOT NULL,
	"role" text NOT NULL,
	"persona" text,
	"token_hash" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"invited_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "invitation_agency_id_invitation_id_pk" PRIMARY KEY("agency_id","invitation_id"),
	CONSTRAINT "invitation_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "mail" (
	"mail_id" uuid PRIMARY KEY NOT NULL,
	"body" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"agency_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "member_agency_id_user_id_pk" PRIMARY KEY("agency_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "password_reset" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "session" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenant" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"agency_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"vertical" text NOT NULL,
	"currency" text NOT NULL,
	"locale" text DEFAULT 'en-US' NOT NULL,
	"time_zone" text NOT NULL,
	"week_start" smallint DEFAULT 1 NOT NULL,
	"fiscal_year_month" smallint DEFAULT 1 NOT NULL,
	"cycle_dates" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"brand_color" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "tenant_slug_unique" UNIQUE("slug"),
	CONSTRAINT "tenant_agency" UNIQUE("tenant_id","agency_id")
);
--> statement-breakpoint
CREATE TABLE "tenant_grant" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"persona" text,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"granted_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tenant_grant_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "tenant_key" (
	"tenant_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "tenant_key_tenant_id_version_pk" PRIMARY KEY("tenant_id","version")
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"connector" text NOT NULL,
	"name" text NOT NULL,
	"config" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"state" text NOT NULL,
	"say" text,
	"every_minutes" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "connection_tenant_id_connection_id_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "connection_secret" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"key_version" integer NOT NULL,
	"body" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "connection_secret_tenant_id_connection_id_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"body_hash" text NOT NULL,
	"body" "bytea" NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"batch" bigint,
	"contact_nos" integer[],
	"attempts" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "inbox_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "inbox_same" UNIQUE("tenant_id","connection_id","kind","body_hash")
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"source_key" text,
	"origin" text NOT NULL,
	"origin_id" uuid,
	"received_at" timestamp (3) with time zone NOT NULL,
	"issues" jsonb NOT NULL,
	"body_hash" text NOT NULL,
	"body" "bytea" NOT NULL,
	"state" text NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "quarantine_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "quarantine_same" UNIQUE("tenant_id","connection_id","stream","body_hash")
);
--> statement-breakpoint
CREATE TABLE "record_part" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"record_key" text NOT NULL,
	"stream" text NOT NULL,
	"source_key" text NOT NULL,
	"rank" smallint NOT NULL,
	"contact_no" integer,
	"contact_rank" smallint,
	"value" jsonb NOT NULL,
	CONSTRAINT "record_part_tenant_id_kind_source_record_key_stream_source_key_pk" PRIMARY KEY("tenant_id","kind","source","record_key","stream","source_key")
);
--> statement-breakpoint
CREATE TABLE "source_record" (
	"tenant_id" uuid NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"stream" text NOT NULL,
	"connection_id" uuid NOT NULL,
	"rank" smallint NOT NULL,
	"revision" bigint NOT NULL,
	"contact_no" integer,
	"content_hash" text NOT NULL,
	"foreign_reason" text,
	"body" "bytea",
	"records" jsonb NOT NULL,
	"batch" bigint,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "source_record_tenant_id_source_source_key_stream_pk" PRIMARY KEY("tenant_id","source","source_key","stream")
);
--> statement-breakpoint
CREATE TABLE "stream_state" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"lane" text NOT NULL,
	"cursor" jsonb,
	"state" text NOT NULL,
	"say" text,
	"wait_until" timestamp (3) with time zone,
	"last_read_at" timestamp (3) with time zone,
	"last_row_at" timestamp (3) with time zone,
	CONSTRAINT "stream_state_tenant_id_connection_id_stream_lane_pk" PRIMARY KEY("tenant_id","connection_id","stream","lane")
);
--> statement-breakpoint
CREATE TABLE "sync_run" (
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"read" integer DEFAULT 0 NOT NULL,
	"fresh" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"quarantined" integer DEFAULT 0 NOT NULL,
	"foreign_rows" integer DEFAULT 0 NOT NULL,
	"say" text,
	CONSTRAINT "sync_run_tenant_id_run_id_pk" PRIMARY KEY("tenant_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"tenant_id" uuid NOT NULL,
	"contact_no" integer NOT NULL,
	"batch" bigint NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "contact_tenant_id_contact_no_pk" PRIMARY KEY("tenant_id","contact_no")
);
--> statement-breakpoint
CREATE TABLE "erasure" (
	"tenant_id" uuid NOT NULL,
	"erasure_id" uuid NOT NULL,
	"contact_no" integer NOT NULL,
	"erased_at" timestamp (3) with time zone NOT NULL,
	"certificate" jsonb NOT NULL,
	CONSTRAINT "erasure_tenant_id_erasure_id_pk" PRIMARY KEY("tenant_id","erasure_id")
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"contact_no" integer NOT NULL,
	"is_key" boolean NOT NULL,
	CONSTRAINT "identity_tenant_id_kind_hash_contact_no_pk" PRIMARY KEY("tenant_id","kind","hash","contact_no")
);
--> statement-breakpoint
CREATE TABLE "person_key" (
	"tenant_id" uuid NOT NULL,
	"contact_no" integer NOT NULL,
	"key_version" integer NOT NULL,
	"wrapped" "bytea" NOT NULL,
	CONSTRAINT "person_key_tenant_id_contact_no_pk" PRIMARY KEY("tenant_id","contact_no")
);
--> statement-breakpoint
CREATE TABLE "tombstone" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"contact_no" integer NOT NULL,
	"is_key" boolean NOT NULL,
	"erased_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tombstone_tenant_id_kind_hash_contact_no_pk" PRIMARY KEY("tenant_id","kind","hash","contact_no")
);
--> statement-breakpoint
CREATE TABLE "vault" (
	"tenant_id" uuid NOT NULL,
	"contact_no" integer NOT NULL,
	"body" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "vault_tenant_id_contact_no_pk" PRIMARY KEY("tenant_id","contact_no")
);
--> statement-breakpoint
CREATE TABLE "dead_letter" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ref" text,
	"error" text NOT NULL,
	"attempts" integer NOT NULL,
	"died_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "dead_letter_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "schedule" (
	"tenant_id" uuid NOT NULL,
	"schedule_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ref" uuid,
	"rule" text NOT NULL,
	"next_due_at" timestamp (3) with time zone NOT NULL,
	"last_fired_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	CONSTRAINT "schedule_tenant_id_schedule_id_pk" PRIMARY KEY("tenant_id","schedule_id")
);
--> statement-breakpoint
CREATE TABLE "work" (
	"tenant_id" uuid NOT NULL,
	"work_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ref" uuid,
	"input" jsonb NOT NULL,
	"state" text NOT NULL,
	"progress" real DEFAULT 0 NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"say" text,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"cancel_requested_at" timestamp (3) with time zone,
	CONSTRAINT "work_tenant_id_work_id_pk" PRIMARY KEY("tenant_id","work_id")
);
--> statement-breakpoint
CREATE TABLE "batch" (
	"tenant_id" uuid NOT NULL,
	"batch" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"origin" text NOT NULL,
	"origin_id" uuid,
	"facts" integer NOT NULL,
	CONSTRAINT "batch_tenant_id_batch_pk" PRIMARY KEY("tenant_id","batch")
);
--> statement-breakpoint
CREATE TABLE "fact" (
	"tenant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"version" integer NOT NULL,
	"batch" bigint NOT NULL,
	"cause" text NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"contact_no" integer,
	"refers_to" text,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"value" jsonb NOT NULL,
	CONSTRAINT "fact_tenant_id_kind_source_source_key_version_pk" PRIMARY KEY("tenant_id","kind","source","source_key","version")
);
--> statement-breakpoint
CREATE TABLE "fx_rate" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"from_currency" text NOT NULL,
	"to_currency" text NOT NULL,
	"rate" numeric NOT NULL,
	CONSTRAINT "fx_rate_tenant_id_day_from_currency_to_currency_pk" PRIMARY KEY("tenant_id","day","from_currency","to_currency")
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"batch" bigint NOT NULL,
	"contact_no" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "money_movement" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"batch" bigint NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"hour" smallint NOT NULL,
	"campaign_no" integer DEFAULT 0 NOT NULL,
	"creative_no" integer DEFAULT 0 NOT NULL,
	"channel" smallint DEFAULT 0 NOT NULL,
	"cause" text NOT NULL,
	"recorded_day" date NOT NULL,
	"recurring" boolean DEFAULT false NOT NULL,
	"minor" bigint NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "money_movement_tenant_id_day_batch_kind_currency_hour_campaign_no_creative_no_channel_cause_recurring_pk" PRIMARY KEY("tenant_id","day","batch","kind","currency","hour","campaign_no","creative_no","channel","cause","recurring")
);
--> statement-breakpoint
CREATE TABLE "strip" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"seq" smallint NOT NULL,
	"n" integer NOT NULL,
	"contact" "bytea" NOT NULL,
	"sec" "bytea" NOT NULL,
	"kind" "bytea" NOT NULL,
	"sign" "bytea" NOT NULL,
	"recorded" "bytea" NOT NULL,
	"cause" "bytea" NOT NULL,
	"amount" "bytea" NOT NULL,
	"currency" "bytea" NOT NULL,
	CONSTRAINT "strip_tenant_id_day_seq_pk" PRIMARY KEY("tenant_id","day","seq")
);
--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_agency_id_agency_agency_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agency"("agency_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_grant_tenant_id_agency_id_tenant_tenant_id_agency_id_fk" FOREIGN KEY ("grant_tenant_id","agency_id") REFERENCES "public"."tenant"("tenant_id","agency_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_agency_id_agency_agency_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agency"("agency_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_app_user_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_user_id_app_user_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_app_user_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_agency_id_agency_agency_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agency"("agency_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_grant" ADD CONSTRAINT "tenant_grant_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_grant" ADD CONSTRAINT "tenant_grant_user_id_app_user_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_key" ADD CONSTRAINT "tenant_key_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection" ADD CONSTRAINT "connection_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_secret" ADD CONSTRAINT "connection_secret_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_state" ADD CONSTRAINT "stream_state_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact" ADD CONSTRAINT "contact_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tombstone" ADD CONSTRAINT "tombstone_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD CONSTRAINT "dead_letter_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule" ADD CONSTRAINT "schedule_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work" ADD CONSTRAINT "work_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fx_rate" ADD CONSTRAINT "fx_rate_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_head" ADD CONSTRAINT "ledger_head_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitation_tenant" ON "invitation" USING btree ("grant_tenant_id");--> statement-breakpoint
CREATE INDEX "member_user" ON "member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "password_reset_user" ON "password_reset" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("tenant_id","id") WHERE processed_at is null;--> statement-breakpoint
CREATE INDEX "quarantine_open" ON "quarantine" USING btree ("tenant_id","connection_id","state","received_at");--> statement-breakpoint
CREATE INDEX "source_record_contact" ON "source_record" USING btree ("tenant_id","contact_no");--> statement-breakpoint
CREATE INDEX "source_record_connection" ON "source_record" USING btree ("tenant_id","connection_id","foreign_reason");--> statement-breakpoint
CREATE INDEX "sync_run_recent" ON "sync_run" USING btree ("tenant_id","connection_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "identity_key" ON "identity" USING btree ("tenant_id","kind","hash") WHERE is_key;--> statement-breakpoint
CREATE INDEX "identity_contact" ON "identity" USING btree ("tenant_id","contact_no");--> statement-breakpoint
CREATE INDEX "dead_letter_recent" ON "dead_letter" USING btree ("tenant_id","died_at");--> statement-breakpoint
CREATE INDEX "schedule_due" ON "schedule" USING btree ("tenant_id","next_due_at") WHERE paused_at is null;--> statement-breakpoint
CREATE INDEX "work_ref" ON "work" USING btree ("tenant_id","kind","ref","created_at");--> statement-breakpoint
CREATE INDEX "work_open" ON "work" USING btree ("tenant_id","state");--> statement-breakpoint
CREATE INDEX "batch_recorded" ON "batch" USING btree ("tenant_id","recorded_at");--> statement-breakpoint
CREATE INDEX "fact_batch" ON "fact" USING btree ("tenant_id","batch");--> statement-breakpoint
CREATE INDEX "fact_happened" ON "fact" USING btree ("tenant_id","happened_at");--> statement-breakpoint
CREATE INDEX "fact_contact" ON "fact" USING btree ("tenant_id","contact_no","happened_at");--> statement-breakpoint
CREATE INDEX "fact_refers" ON "fact" USING btree ("tenant_id","refers_to") WHERE refers_to is not null;--> statement-breakpoint
CREATE INDEX "money_movement_batch" ON "money_movement" USING btree ("tenant_id","batch");
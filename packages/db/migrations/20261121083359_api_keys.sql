CREATE TABLE "api_key" (
	"tenant_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"last_four" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"origins" text[] NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"rotated_from" uuid,
	CONSTRAINT "api_key_tenant_id_key_id_pk" PRIMARY KEY("tenant_id","key_id"),
	CONSTRAINT "browser_keys_only_send" CHECK (kind <> 'browser' or (scopes = '{ingest}' and cardinality(origins) > 0)),
	CONSTRAINT "api_key_kind" CHECK (kind in ('server', 'browser'))
);
--> statement-breakpoint
CREATE TABLE "api_key_use" (
	"tenant_id" uuid NOT NULL,
	"key_id" uuid NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"window_start" timestamp (3) with time zone,
	"window_requests" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "api_key_use_tenant_id_key_id_pk" PRIMARY KEY("tenant_id","key_id")
);
--> statement-breakpoint
CREATE TABLE "event_allowance" (
	"tenant_id" uuid NOT NULL,
	"remaining" double precision NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_allowance_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_id_rotated_from_api_key_tenant_id_key_id_fk" FOREIGN KEY ("tenant_id","rotated_from") REFERENCES "public"."api_key"("tenant_id","key_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key_use" ADD CONSTRAINT "api_key_use_tenant_id_key_id_api_key_tenant_id_key_id_fk" FOREIGN KEY ("tenant_id","key_id") REFERENCES "public"."api_key"("tenant_id","key_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_key_hash" ON "api_key" USING btree ("key_hash");
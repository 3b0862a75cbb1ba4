CREATE TABLE "completeness" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"from_day" date,
	"to_day" date,
	"state" text NOT NULL,
	"source_count" bigint,
	"our_count" bigint,
	"differences" jsonb NOT NULL,
	CONSTRAINT "completeness_tenant_id_connection_id_stream_checked_at_pk" PRIMARY KEY("tenant_id","connection_id","stream","checked_at")
);
--> statement-breakpoint
CREATE TABLE "stream_field" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"field" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	CONSTRAINT "stream_field_tenant_id_connection_id_stream_field_pk" PRIMARY KEY("tenant_id","connection_id","stream","field")
);
--> statement-breakpoint
CREATE TABLE "stream_setting" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"drift" text NOT NULL,
	CONSTRAINT "stream_setting_tenant_id_connection_id_stream_pk" PRIMARY KEY("tenant_id","connection_id","stream")
);
--> statement-breakpoint
ALTER TABLE "completeness" ADD CONSTRAINT "completeness_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_field" ADD CONSTRAINT "stream_field_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_setting" ADD CONSTRAINT "stream_setting_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;
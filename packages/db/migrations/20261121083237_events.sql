CREATE TABLE "activity_hour" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"recorded_day" date NOT NULL,
	"hour" smallint NOT NULL,
	"channel" smallint NOT NULL,
	"cause" smallint NOT NULL,
	"delivered" integer NOT NULL,
	"held_out" integer NOT NULL,
	"viewed" integer NOT NULL,
	"clicked" integer NOT NULL,
	"visited" integer NOT NULL,
	"started" integer NOT NULL,
	"engaged" integer NOT NULL,
	"converted" integer NOT NULL,
	"abandoned" integer NOT NULL,
	"unsubscribed" integer NOT NULL,
	CONSTRAINT "activity_hour_tenant_id_day_recorded_day_hour_channel_cause_pk" PRIMARY KEY("tenant_id","day","recorded_day","hour","channel","cause")
);
--> statement-breakpoint
CREATE TABLE "activity_movement" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"recorded_day" date NOT NULL,
	"campaign_no" integer NOT NULL,
	"creative_no" integer NOT NULL,
	"channel" smallint NOT NULL,
	"cause" smallint NOT NULL,
	"delivered" integer NOT NULL,
	"held_out" integer NOT NULL,
	"viewed" integer NOT NULL,
	"clicked" integer NOT NULL,
	"visited" integer NOT NULL,
	"started" integer NOT NULL,
	"engaged" integer NOT NULL,
	"converted" integer NOT NULL,
	"abandoned" integer NOT NULL,
	"unsubscribed" integer NOT NULL,
	CONSTRAINT "activity_movement_tenant_id_day_recorded_day_campaign_no_creative_no_channel_cause_pk" PRIMARY KEY("tenant_id","day","recorded_day","campaign_no","creative_no","channel","cause")
);
--> statement-breakpoint
CREATE TABLE "activity_strip" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"seq" smallint NOT NULL,
	"n" integer NOT NULL,
	"contact" "bytea" NOT NULL,
	"sec" "bytea" NOT NULL,
	"kind" "bytea" NOT NULL,
	"sign" "bytea" NOT NULL,
	"campaign" "bytea" NOT NULL,
	"creative" "bytea" NOT NULL,
	"channel" "bytea" NOT NULL,
	"region" "bytea" NOT NULL,
	"recorded" "bytea" NOT NULL,
	"cause" "bytea" NOT NULL,
	CONSTRAINT "activity_strip_tenant_id_day_seq_pk" PRIMARY KEY("tenant_id","day","seq")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"tenant_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"batch" bigint NOT NULL,
	"amount" bigint,
	"day" date NOT NULL,
	"contact_no" integer NOT NULL,
	"campaign_no" integer NOT NULL,
	"creative_no" integer NOT NULL,
	"hour" smallint NOT NULL,
	"kind" smallint NOT NULL,
	"channel" smallint NOT NULL,
	"region" smallint NOT NULL,
	"source" smallint NOT NULL,
	"cause" smallint NOT NULL,
	"properties" jsonb
) PARTITION BY RANGE ("happened_at");
--> statement-breakpoint
CREATE TABLE "event_delivery" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"n" integer NOT NULL,
	"batch" bigint,
	"body" "bytea" NOT NULL,
	"contact_nos" integer[] NOT NULL,
	CONSTRAINT "event_delivery_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "event_import" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"format" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"state" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"rows" integer NOT NULL,
	"done" integer NOT NULL,
	"accepted" integer NOT NULL,
	"duplicates" integer NOT NULL,
	"rejected" integer NOT NULL,
	CONSTRAINT "event_import_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "event_import_part" (
	"tenant_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"first_row" integer NOT NULL,
	"body" "bytea" NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "event_import_part_tenant_id_import_id_seq_pk" PRIMARY KEY("tenant_id","import_id","seq")
);
--> statement-breakpoint
CREATE TABLE "event_key" (
	"tenant_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "event_key_tenant_id_event_id_pk" PRIMARY KEY("tenant_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "event_kind" (
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"schema" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "event_kind_tenant_id_name_version_pk" PRIMARY KEY("tenant_id","name","version")
);
--> statement-breakpoint
CREATE TABLE "event_name" (
	"tenant_id" uuid NOT NULL,
	"of" text NOT NULL,
	"name" text NOT NULL,
	"no" integer NOT NULL,
	CONSTRAINT "event_name_tenant_id_of_name_pk" PRIMARY KEY("tenant_id","of","name")
);
--> statement-breakpoint
CREATE TABLE "event_rejection" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"code" text NOT NULL,
	"field" text NOT NULL,
	"type" text NOT NULL,
	"source" text NOT NULL,
	"reason" text NOT NULL,
	"skew_ms" bigint NOT NULL,
	"state" text NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"body" "bytea" NOT NULL,
	CONSTRAINT "event_rejection_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "event_volume" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"recorded_day" date NOT NULL,
	"hour" smallint NOT NULL,
	"kind" smallint NOT NULL,
	"source" smallint NOT NULL,
	"cause" smallint NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "event_volume_tenant_id_day_recorded_day_hour_kind_source_cause_pk" PRIMARY KEY("tenant_id","day","recorded_day","hour","kind","source","cause")
);
--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "event_personal_data" text DEFAULT 'hash' NOT NULL;--> statement-breakpoint
ALTER TABLE "event_delivery" ADD CONSTRAINT "event_delivery_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_import" ADD CONSTRAINT "event_import_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_kind" ADD CONSTRAINT "event_kind_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_name" ADD CONSTRAINT "event_name_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_rejection" ADD CONSTRAINT "event_rejection_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_contact" ON "event" USING btree ("tenant_id","contact_no","happened_at");--> statement-breakpoint
CREATE INDEX "event_happened" ON "event" USING btree ("tenant_id","happened_at");--> statement-breakpoint
CREATE INDEX "event_batch" ON "event" USING btree ("tenant_id","batch");--> statement-breakpoint
CREATE INDEX "event_delivery_received" ON "event_delivery" USING btree ("tenant_id","received_at");--> statement-breakpoint
CREATE INDEX "event_import_made" ON "event_import" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "event_import_part_open" ON "event_import_part" USING btree ("tenant_id","import_id") WHERE done_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "event_name_no" ON "event_name" USING btree ("tenant_id","of","no");--> statement-breakpoint
CREATE INDEX "event_rejection_group" ON "event_rejection" USING btree ("tenant_id","state","code","field","type","source","received_at");--> statement-breakpoint
CREATE INDEX "event_rejection_received" ON "event_rejection" USING btree ("tenant_id","received_at");
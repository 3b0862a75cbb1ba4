CREATE TABLE "attribution_head" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"batch" bigint NOT NULL,
	"journey_no" integer NOT NULL,
	"place_no" integer NOT NULL,
	"model_no" integer NOT NULL,
	"swept_to" integer,
	"sweep_cause" text,
	"looked_up_to" integer
);
--> statement-breakpoint
CREATE TABLE "credit_movement" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"batch" bigint NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"place_no" integer NOT NULL,
	"customer" text NOT NULL,
	"tier" smallint NOT NULL,
	"cause" text NOT NULL,
	"model_no" integer NOT NULL,
	"minor" bigint NOT NULL,
	"micro" bigint NOT NULL,
	CONSTRAINT "credit_movement_tenant_id_day_batch_kind_currency_place_no_customer_tier_cause_model_no_pk" PRIMARY KEY("tenant_id","day","batch","kind","currency","place_no","customer","tier","cause","model_no")
);
--> statement-breakpoint
CREATE TABLE "journey" (
	"tenant_id" uuid NOT NULL,
	"journey_no" integer NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"batch" bigint NOT NULL,
	"contact_no" integer NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"day" date NOT NULL,
	"type" text NOT NULL,
	"customer" text NOT NULL,
	"currency" text NOT NULL,
	"gross" bigint NOT NULL,
	"net" bigint NOT NULL,
	"form" text,
	"finding" jsonb NOT NULL,
	"codes" jsonb NOT NULL,
	"tier" smallint NOT NULL,
	"model_no" integer NOT NULL,
	"n" integer NOT NULL,
	"first_place" integer NOT NULL,
	"last_place" integer NOT NULL,
	"touches" "bytea" NOT NULL,
	"milestones" jsonb,
	CONSTRAINT "journey_tenant_id_journey_no_pk" PRIMARY KEY("tenant_id","journey_no"),
	CONSTRAINT "journey_conversion" UNIQUE("tenant_id","source","source_key")
);
--> statement-breakpoint
CREATE TABLE "journey_part" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"journey_no" integer NOT NULL,
	"seq" smallint NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"minor" bigint NOT NULL,
	"before" bigint NOT NULL,
	CONSTRAINT "journey_part_tenant_id_day_journey_no_seq_pk" PRIMARY KEY("tenant_id","day","journey_no","seq")
);
--> statement-breakpoint
CREATE TABLE "touch_place" (
	"tenant_id" uuid NOT NULL,
	"place_no" integer NOT NULL,
	"name" text NOT NULL,
	"channel" smallint NOT NULL,
	"source" text,
	"campaign" text,
	"ad_set" text,
	"ad" text,
	"creative" text,
	"refcode" text,
	"list" text,
	"partner" text,
	CONSTRAINT "touch_place_tenant_id_place_no_pk" PRIMARY KEY("tenant_id","place_no"),
	CONSTRAINT "touch_place_name" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
ALTER TABLE "attribution_head" ADD CONSTRAINT "attribution_head_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_movement_batch" ON "credit_movement" USING btree ("tenant_id","batch");--> statement-breakpoint
CREATE INDEX "journey_contact" ON "journey" USING btree ("tenant_id","contact_no","happened_at");--> statement-breakpoint
CREATE INDEX "journey_happened" ON "journey" USING btree ("tenant_id","happened_at","journey_no");--> statement-breakpoint
CREATE INDEX "journey_part_of" ON "journey_part" USING btree ("tenant_id","journey_no");
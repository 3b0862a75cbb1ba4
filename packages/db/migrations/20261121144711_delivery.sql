CREATE TABLE "delivery_head" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"batch" bigint NOT NULL,
	"time_zone" text NOT NULL,
	"restating" jsonb
);
--> statement-breakpoint
CREATE TABLE "delivery_movement" (
	"tenant_id" uuid NOT NULL,
	"day" date NOT NULL,
	"batch" bigint NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"place_no" integer NOT NULL,
	"told_no" integer NOT NULL,
	"cause" text NOT NULL,
	"part" smallint NOT NULL,
	"minor" bigint NOT NULL,
	"n" bigint NOT NULL,
	CONSTRAINT "delivery_movement_tenant_id_day_batch_kind_currency_place_no_told_no_cause_part_pk" PRIMARY KEY("tenant_id","day","batch","kind","currency","place_no","told_no","cause","part")
);
--> statement-breakpoint
ALTER TABLE "delivery_head" ADD CONSTRAINT "delivery_head_tenant_id_tenant_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_movement_told" ON "delivery_movement" USING btree ("tenant_id","told_no");--> statement-breakpoint
CREATE INDEX "delivery_movement_batch" ON "delivery_movement" USING btree ("tenant_id","batch");
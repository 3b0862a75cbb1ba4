CREATE TABLE "deal_contact" (
	"tenant_id" uuid NOT NULL,
	"source" text NOT NULL,
	"deal" text NOT NULL,
	"place" smallint NOT NULL,
	"contact_key" text NOT NULL,
	"contact_no" integer NOT NULL,
	CONSTRAINT "deal_contact_tenant_id_source_deal_place_pk" PRIMARY KEY("tenant_id","source","deal","place")
);
--> statement-breakpoint
CREATE TABLE "write_back" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"of" text NOT NULL,
	"key" text NOT NULL,
	"batch" bigint NOT NULL,
	"state" text NOT NULL,
	"hash" text,
	"why" text,
	"action_id" uuid,
	"due_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "write_back_tenant_id_connection_id_of_key_pk" PRIMARY KEY("tenant_id","connection_id","of","key")
);
--> statement-breakpoint
CREATE TABLE "write_back_switch" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"state" text NOT NULL,
	"fields" jsonb NOT NULL,
	"say" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "write_back_switch_tenant_id_connection_id_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "journey" DROP CONSTRAINT "journey_conversion";--> statement-breakpoint
ALTER TABLE "write_back" ADD CONSTRAINT "write_back_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_back" ADD CONSTRAINT "write_back_tenant_id_action_id_action_tenant_id_action_id_fk" FOREIGN KEY ("tenant_id","action_id") REFERENCES "public"."action"("tenant_id","action_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "write_back_switch" ADD CONSTRAINT "write_back_switch_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deal_contact_key" ON "deal_contact" USING btree ("tenant_id","source","contact_key");--> statement-breakpoint
CREATE INDEX "deal_contact_of" ON "deal_contact" USING btree ("tenant_id","contact_no");--> statement-breakpoint
CREATE INDEX "write_back_state" ON "write_back" USING btree ("tenant_id","connection_id","state","due_at");--> statement-breakpoint
CREATE INDEX "write_back_action" ON "write_back" USING btree ("tenant_id","action_id");--> statement-breakpoint
ALTER TABLE "journey" ADD CONSTRAINT "journey_conversion" UNIQUE("tenant_id","source","source_key","type");
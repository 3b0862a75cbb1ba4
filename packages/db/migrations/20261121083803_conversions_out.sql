CREATE TABLE "row_count" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"foreign_reason" text NOT NULL,
	"rows" bigint NOT NULL,
	CONSTRAINT "row_count_tenant_id_connection_id_stream_foreign_reason_pk" PRIMARY KEY("tenant_id","connection_id","stream","foreign_reason")
);
--> statement-breakpoint
CREATE TABLE "conversion_out" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"contact_no" integer,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"batch" bigint NOT NULL,
	"state" text NOT NULL,
	"why" text,
	"action_id" uuid,
	"chosen_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "conversion_out_tenant_id_connection_id_source_source_key_pk" PRIMARY KEY("tenant_id","connection_id","source","source_key")
);
--> statement-breakpoint
CREATE TABLE "conversion_switch" (
	"tenant_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"state" text NOT NULL,
	"event_name" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"batch" bigint NOT NULL,
	"say" text,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "conversion_switch_tenant_id_connection_id_pk" PRIMARY KEY("tenant_id","connection_id")
);
--> statement-breakpoint
ALTER TABLE "row_count" ADD CONSTRAINT "row_count_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversion_out" ADD CONSTRAINT "conversion_out_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversion_out" ADD CONSTRAINT "conversion_out_tenant_id_action_id_action_tenant_id_action_id_fk" FOREIGN KEY ("tenant_id","action_id") REFERENCES "public"."action"("tenant_id","action_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversion_switch" ADD CONSTRAINT "conversion_switch_tenant_id_connection_id_connection_tenant_id_connection_id_fk" FOREIGN KEY ("tenant_id","connection_id") REFERENCES "public"."connection"("tenant_id","connection_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversion_out_recent" ON "conversion_out" USING btree ("tenant_id","connection_id","chosen_at");--> statement-breakpoint
CREATE INDEX "conversion_out_state" ON "conversion_out" USING btree ("tenant_id","connection_id","state");--> statement-breakpoint
CREATE INDEX "conversion_out_action" ON "conversion_out" USING btree ("tenant_id","action_id");
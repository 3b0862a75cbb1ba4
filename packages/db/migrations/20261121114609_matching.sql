CREATE TABLE "click_seen" (
	"tenant_id" uuid NOT NULL,
	"value" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"source_key" text NOT NULL,
	"name" text NOT NULL,
	"contact_no" integer,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"place" jsonb NOT NULL,
	"refcodes" jsonb NOT NULL,
	CONSTRAINT "click_seen_tenant_id_value_kind_source_source_key_pk" PRIMARY KEY("tenant_id","value","kind","source","source_key")
);
--> statement-breakpoint
CREATE TABLE "code_seen" (
	"tenant_id" uuid NOT NULL,
	"code" text NOT NULL,
	"sent" text NOT NULL,
	"first_seen" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone NOT NULL,
	"gifts" integer NOT NULL,
	"net" bigint NOT NULL,
	"other_currency" integer NOT NULL,
	"state" text NOT NULL,
	"finding" jsonb NOT NULL,
	"judged" bigint NOT NULL,
	CONSTRAINT "code_seen_tenant_id_code_pk" PRIMARY KEY("tenant_id","code")
);
--> statement-breakpoint
CREATE TABLE "match_head" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"clicks_to" bigint NOT NULL,
	"report_no" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "match_report" (
	"tenant_id" uuid NOT NULL,
	"report_no" integer NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"batch" bigint NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"days" jsonb NOT NULL,
	"found" jsonb NOT NULL,
	CONSTRAINT "match_report_tenant_id_report_no_pk" PRIMARY KEY("tenant_id","report_no")
);
--> statement-breakpoint
CREATE INDEX "code_seen_state" ON "code_seen" USING btree ("tenant_id","state","gifts");--> statement-breakpoint
CREATE INDEX "code_seen_judged" ON "code_seen" USING btree ("tenant_id","judged");
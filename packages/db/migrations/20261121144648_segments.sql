CREATE TABLE "segment_day" (
	"tenant_id" uuid NOT NULL,
	"segment_id" text NOT NULL,
	"day" date NOT NULL,
	"version" integer NOT NULL,
	"batch" bigint NOT NULL,
	"size" integer NOT NULL,
	"entered" integer NOT NULL,
	"gone" integer NOT NULL,
	CONSTRAINT "segment_day_tenant_id_segment_id_day_pk" PRIMARY KEY("tenant_id","segment_id","day")
);
--> statement-breakpoint
CREATE TABLE "segment_state" (
	"tenant_id" uuid NOT NULL,
	"segment_id" text NOT NULL,
	"version" integer NOT NULL,
	"rule_key" text NOT NULL,
	"batch" bigint NOT NULL,
	"day" date NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"size" integer NOT NULL,
	"members" "bytea" NOT NULL,
	"told" "bytea" NOT NULL,
	CONSTRAINT "segment_state_tenant_id_segment_id_pk" PRIMARY KEY("tenant_id","segment_id")
);

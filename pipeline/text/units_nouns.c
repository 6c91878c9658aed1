/* units_nouns.c: common things that are counted in accounts of work, study and service. */
#include "text/units.h"

/* Singular, sorted by bytes; the noun itself is the unit. */
const char *const fw_things[] = {
    /* clang-format off */
    "accident", "account", "action", "activity", "ad", "address", "agency", "agreement", "alarm", "alert",
    "algorithm", "amendment", "answer", "api", "apologies", "apology", "app", "application", "appointment",
    "area", "article", "asset", "attempt", "attendance", "award", "backup", "bag", "batch", "bed", "benchmark",
    "bid", "bill", "blocker", "board", "book", "booking", "booth", "bottle", "bottleneck", "box", "branch",
    "brand", "breach", "breakdown", "brief", "brochure", "budget", "bug", "build", "building", "bullet", "bus",
    "business", "cabinet", "cable", "calendar", "call", "camera", "campaign", "can", "car", "card", "cart",
    "case", "category", "center", "centre", "certificate", "chair", "change", "channel", "chapter", "charge",
    "chart", "check", "checklist", "citation", "claim", "class", "classroom", "click", "clinic", "club",
    "cluster", "cohort", "column", "comment", "commit", "commitment", "committee", "communication", "community",
    "company", "comparison", "competitor", "complaint", "component", "computer", "concept", "conference",
    "configuration", "conflict", "connection", "container", "contract", "conversation", "conversion", "copy",
    "core", "correction", "country", "course", "court", "crash", "crate", "credit", "criteria", "criterion",
    "customization", "cycle", "dashboard", "database", "dataset", "date", "deadline", "deal", "death",
    "decision", "defect", "delay", "deliverable", "delivery", "demo", "department", "dependency", "deployment",
    "design", "desk", "device", "diagram", "difference", "dinner", "discussion", "district", "document",
    "domain", "donation", "door", "download", "draft", "duplicate", "ear", "edit", "effort", "email",
    "endpoint", "entry", "environment", "episode", "error", "escalation", "estimate", "event", "exam",
    "example", "exception", "exhibition", "experiment", "export", "extension", "facility", "factory", "failure",
    "family", "feature", "feedback", "field", "figure", "file", "filter", "finding", "fine", "fix", "flag",
    "flaw", "flight", "floor", "folder", "form", "format", "framework", "franchise", "function", "gap", "gate",
    "goal", "grant", "graph", "group", "guideline", "headline", "home", "hospital", "hospitalisation", "hotel",
    "house", "household", "idea", "image", "implementation", "import", "impression", "improvement", "incident",
    "index", "initiative", "injury", "inquiry", "inspection", "install", "installation", "instance",
    "instruction", "integration", "interaction", "interface", "interview", "invitation", "invoice", "issue",
    "item", "iteration", "job", "journey", "key", "kit", "kitchen", "kudos", "lab", "label", "language",
    "laptop", "launch", "law", "lawsuit", "layer", "lease", "lesson", "letter", "level", "library", "licence",
    "license", "limit", "line", "link", "list", "load", "loan", "location", "log", "login", "loop", "lot",
    "machine", "mail", "market", "match", "material", "meal", "measure", "measurement", "meeting", "message",
    "method", "metric", "migration", "milestone", "mistake", "model", "module", "mortgage", "move", "movie",
    "name", "negotiation", "network", "newsletter", "node", "note", "notebook", "notification", "number",
    "objection", "objective", "offer", "office", "opening", "operation", "opportunity", "option", "order",
    "organisation", "organization", "outage", "outcome", "output", "package", "page", "pager", "pair", "pallet",
    "pan", "panel", "paper", "paragraph", "parameter", "parcel", "part", "partnership", "pass", "patch", "path",
    "payment", "penalty", "phase", "phenomena", "phone", "photo", "photograph", "piece", "pilot", "pipeline",
    "pipelines", "place", "plan", "plane", "plant", "platform", "play", "policy", "position", "post", "poster",
    "practice", "presentation", "price", "printer", "problem", "procedure", "process", "product", "production",
    "program", "programme", "project", "promise", "promotion", "proposal", "prospect", "prototype", "pull",
    "purchase", "query", "question", "questionnaire", "quota", "quote", "rate", "ratio", "reason", "rebate",
    "receipt", "recipe", "recommendation", "record", "refund", "region", "registration", "regression",
    "rehearsal", "rejection", "release", "reminder", "renewal", "rental", "repair", "repetition", "replacement",
    "reply", "repo", "report", "repository", "request", "requirement", "research", "resignation", "resource",
    "response", "restaurant", "result", "resume", "return", "revenue", "review", "revision", "reward", "risk",
    "rocket", "role", "roll", "rollback", "room", "round", "route", "row", "rule", "run", "sale", "sample",
    "sanction", "scenario", "schedule", "school", "score", "screen", "screenshot", "script", "seat", "section",
    "segment", "seminar", "sensor", "sentence", "series", "server", "service", "session", "set", "setting",
    "sheet", "shelf", "shelves", "shift", "ship", "shipment", "shop", "shortcut", "show", "sign", "signal",
    "signature", "signup", "site", "skill", "slide", "slot", "smear", "solution", "source", "space", "spec",
    "spot", "spreadsheet", "sprint", "square", "stage", "stand", "standup", "star", "statement", "station",
    "step", "stop", "store", "story", "strategy", "street", "strike", "study", "subject", "submission",
    "subscription", "suggestion", "supermarket", "supplier", "survey", "symptom", "system", "table", "tablet",
    "tag", "target", "task", "team", "template", "term", "test", "theme", "theory", "thread", "threat",
    "ticket", "time", "tool", "topic", "tower", "town", "track", "trade", "transaction", "transfer",
    "transition", "translation", "trial", "trip", "truck", "turn", "tv", "type", "unit", "university", "update",
    "upgrade", "upload", "vacancy", "van", "variable", "variant", "variation", "vehicle", "vendor", "venue",
    "version", "video", "view", "village", "violation", "virus", "visit", "vote", "vulnerability", "wagon",
    "warehouse", "warning", "warranty", "water", "wave", "way", "website", "wedding", "window", "witness",
    "word", "workflow", "workshop", "workstation", "yield", "zone",
    /* clang-format on */
};
const size_t fw_thing_count = sizeof fw_things / sizeof fw_things[0];

/* Forms that are plural without an s, or look singular. */
const char *const fw_irregular_plurals[] = {
    "children", "crew",   "criteria",  "feet",      "headcount", "kroner",  "kronor", "men",
    "pence",    "people", "personnel", "phenomena", "series",    "shelves", "staff",  "women"};
const size_t fw_irregular_plural_count = sizeof fw_irregular_plurals / sizeof fw_irregular_plurals[0];

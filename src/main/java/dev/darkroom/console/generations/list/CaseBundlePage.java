package dev.darkroom.console.generations.list;

import dev.darkroom.casebundle.CaseBundleWriter;
import dev.darkroom.console.generations.GenerationMessages;
import dev.darkroom.console.generations.StateLabels;
import dev.darkroom.console.generations.details.TimelineMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationTriage.WrittenNote;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.logging.LogLine;
import dev.darkroom.storage.StoredFile;
import java.util.Objects;
import java.util.Set;

/**
 * The HTML page of a case bundle for readers without this program, in the language of the window. It loads nothing but the
 * thumbnails next to it. Thread-safe.
 */
final class CaseBundlePage {
    private static final String STYLE = """
            body{font:14px/1.5 Roboto,system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1f2328;background:#fff}
            h1{font-size:1.4em}h2{font-size:1.1em;margin-top:2em;border-bottom:1px solid #d8dee4}
            table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25em .8em .25em 0;border-bottom:1px solid #e8ecf0}
            code,pre,.t{font:12px/1.5 "JetBrains Mono",monospace}.t{white-space:nowrap;color:#59636e}.n{text-align:right}
            pre{white-space:pre-wrap;background:#f6f8fa;padding:1em;overflow-wrap:anywhere}.m{color:#59636e}img{max-width:220px;max-height:160px}
            """;

    private final GenerationDetails details;
    private final ValueFormats formats;
    private final TimelineMessages sentences;
    private final StringBuilder out = new StringBuilder(32_000);

    CaseBundlePage(GenerationDetails details, ValueFormats formats) {
        this.details = details;
        this.formats = formats;
        sentences = new TimelineMessages(GenerationMessages.TEXTS, formats);
    }

    /** @param pictures the positions of the files that have a thumbnail */
    String html(Set<Integer> pictures) {
        Generation generation = details.generation();
        out.append("<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" ")
                .append("content=\"default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'\"><title>")
                .append(escaped(text("case.page.title", generation.shortId())))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>");
        element("h1", text("case.page.title", generation.shortId()));
        out.append("<p class=\"m\">")
                .append(escaped(text("case.page.about", formats.absolute(details.readAt()))))
                .append("</p>");
        facts(generation);
        diagnosis();
        timeline();
        ledger();
        files(pictures);
        head("tab.INPUT");
        element("pre", generation.prompt());
        log();
        triage();
        return out.append("</body></html>\n").toString();
    }

    private void facts(Generation generation) {
        out.append("<table>");
        fact("column.id", generation.id().toString());
        fact(
                "column.state",
                StateLabels.state(details.diagnosis().shown(GenerationRow.of(generation)))
                        .word());
        fact("column.model", generation.model());
        fact("column.user", generation.userId());
        fact("column.credits", GenerationMessages.credits(generation.credits()));
        fact("column.attempt", generation.attempt() + "/" + generation.maxAttempts());
        fact("case.page.created", formats.absolute(generation.createdAt()));
        fact("column.updated", formats.absolute(generation.updatedAt()));
        out.append("</table>");
    }

    private void diagnosis() {
        head("case.page.diagnosis");
        element("p", MessageTexts.sentence(details.diagnosis().title()));
        element("p", MessageTexts.sentence(details.diagnosis().sentence()));
        if (details.generation().failure() != null) {
            element("p", MessageTexts.sentence(details.generation().failure().said()));
        }
    }

    private void timeline() {
        head("tab.TIMELINE");
        out.append("<table>");
        for (TimelineEvent event : details.timeline()) {
            row(
                    time(formats.absolute(event.at())),
                    cell(sentences.sentence(event, details.runOf(event))),
                    cell(event.actor()));
        }
        out.append("</table>");
    }

    private void ledger() {
        head("tab.CREDITS");
        out.append("<table>");
        for (CreditTransaction line : details.ledger()) {
            row(
                    time(formats.absolute(line.createdAt())),
                    cell(GenerationMessages.get("credits." + line.kind().name())),
                    number(ValueFormats.signed(line.amount())),
                    number(ValueFormats.number(line.balanceAfter())),
                    cell(MessageTexts.sentence(line.reason())));
        }
        out.append("</table>");
    }

    private void files(Set<Integer> pictures) {
        head("tab.FILES");
        out.append("<table>");
        for (StoredFile file : details.files()) {
            boolean shown = pictures.contains(file.position()) && !Boolean.TRUE.equals(file.flagged());
            String picture = shown ? "<img alt=\"\" src=\"" + CaseBundleWriter.thumbnail(file.position()) + "\">" : "";
            String hash = Objects.requireNonNullElse(file.sha256(), "");
            String why = file.error() == null ? "" : MessageTexts.sentence(file.error());
            row(
                    "<td>" + picture + "</td>",
                    "<td>" + escaped(file.name()) + "<br><code>" + escaped(file.path()) + "</code><br><code>"
                            + escaped(hash) + "</code><br>" + escaped(why) + "</td>",
                    number(file.bytes() == null ? "" : ValueFormats.bytes(file.bytes())));
        }
        out.append("</table>");
    }

    private void log() {
        head("tab.LOGS");
        out.append("<pre>");
        for (LogLine line : details.log()) {
            out.append(escaped(formats.absolute(line.time()) + " " + line.level() + " " + line.message()))
                    .append('\n');
        }
        out.append("</pre>");
    }

    private void triage() {
        head("tab.NOTES");
        details.triage().marks().forEach(mark -> element("p", StateLabels.detail(mark, formats)));
        out.append("<table>");
        for (WrittenNote note : details.triage().notes()) {
            row(time(formats.absolute(note.at())), cell(note.text()), cell(note.actor()));
        }
        out.append("</table>");
    }

    private void head(String key) {
        element("h2", GenerationMessages.get(key));
    }

    private void element(String name, String text) {
        out.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append('>');
    }

    private void fact(String key, String value) {
        row(cell(GenerationMessages.get(key)), "<td><code>" + escaped(value) + "</code></td>");
    }

    private void row(String... cells) {
        out.append("<tr>").append(String.join("", cells)).append("</tr>");
    }

    private static String cell(String text) {
        return "<td>" + escaped(text) + "</td>";
    }

    private static String time(String text) {
        return "<td class=\"t\">" + escaped(text) + "</td>";
    }

    private static String number(String text) {
        return "<td class=\"n\">" + escaped(text) + "</td>";
    }

    private static String text(String key, Object... arguments) {
        return GenerationMessages.get(key, arguments);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

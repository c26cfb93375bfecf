/** One module, open so that Jackson, Jdbi and the toolkit may read records and resources. */
open module dev.darkroom {
    requires static org.jspecify;
    requires java.desktop;
    requires java.sql;
    requires javafx.controls;
    requires javafx.media;
    requires org.controlsfx.controls;
    requires atlantafx.base;
    requires org.kordamp.ikonli.core;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.materialdesign2;
    requires okhttp3;
    requires okio;
    requires kotlin.stdlib;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.postgresql.jdbc;
    requires com.zaxxer.hikari;
    requires org.jdbi.v3.core;
    requires org.jdbi.v3.postgres;
    requires io.leangen.geantyref; // Jdbi needs it but is not a module itself and cannot say so
    requires flyway.core;
    requires org.slf4j;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires io.prometheus.metrics.exporter.httpserver;
    requires io.prometheus.metrics.model;
    requires jdk.management; // options of the JVM that can be changed while it runs
    requires jdk.httpserver; // the endpoint for Prometheus answers by it
    requires info.picocli;
    requires org.apache.commons.compress;
    requires org.tukaani.xz;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.util;
    requires jcodec;

    exports dev.darkroom;
}

package dev.darkroom;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import javafx.scene.image.Image;
import org.junit.jupiter.api.Test;

/** Architecture rules that keep the source tree predictable, each with its reason. */
class ArchitectureTest {
    private static final String ROOT = "dev.darkroom";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void nothing_but_the_console_knows_the_toolkit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..")
                .because("engines run without a window and must not need JavaFX")
                .check(CLASSES);
    }

    @Test
    void the_screens_do_not_know_each_other() {
        slices().matching(ROOT + ".console.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAnyPackage(ROOT + ".console.."), resideInAnyPackage(ROOT + ".console.kit.."))
                .because("a screen is changed without reading another; jumps go through whoever builds them")
                .check(CLASSES);
    }

    @Test
    void the_kit_of_the_screens_knows_no_screen() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".console.kit..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(ROOT + ".console..").and(resideOutsideOfPackages(ROOT + ".console.kit..")))
                .because("it serves all of them")
                .check(CLASSES);
    }

    @Test
    void no_package_is_part_of_a_circle() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("who reads a package must not have to read the one that uses it")
                .check(CLASSES);
    }

    @Test
    void the_console_asks_services_and_never_the_database_or_the_network_itself() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "org.jdbi..", "java.sql..", "org.eclipse.jetty..")
                .because("data flows from command to service to repository to event to model to view")
                .check(CLASSES);
    }

    @Test
    void models_are_tested_without_the_toolkit() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Model")
                .and()
                .resideInAPackage(ROOT + ".console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                .because("a model holds properties and acts, no nodes")
                .check(CLASSES);
    }

    @Test
    void the_foundations_know_nothing_of_what_stands_on_them() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".system..",
                        ROOT + ".http..",
                        ROOT + ".json..",
                        ROOT + ".message..",
                        ROOT + ".secret..",
                        ROOT + ".logging..",
                        ROOT + ".logfile..",
                        ROOT + ".mediafile..",
                        ROOT + ".database..",
                        ROOT + ".sharedlog..",
                        ROOT + ".event..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "..")
                        .and(resideOutsideOfPackages(
                                ROOT + ".system..",
                                ROOT + ".http..",
                                ROOT + ".json..",
                                ROOT + ".message..",
                                ROOT + ".secret..",
                                ROOT + ".logging..",
                                ROOT + ".logfile..",
                                ROOT + ".mediafile..",
                                ROOT + ".database..",
                                ROOT + ".sharedlog..",
                                ROOT + ".event..")))
                .because("they are shared by everything and must be usable alone")
                .check(CLASSES);
    }

    @Test
    void clients_of_remote_services_know_no_database() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".fal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".database..", "org.jdbi..", "java.sql..")
                .because("a client can be held against the real service alone")
                .check(CLASSES);
    }

    @Test
    void the_engine_does_not_know_its_stand_ins() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".generation..", ROOT + ".credit..", ROOT + ".fal..", ROOT + ".storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".sandbox..", ROOT + ".app..", ROOT + ".command..", ROOT + ".console..")
                .because("only addresses and keys differ between the sandbox and the real services")
                .check(CLASSES);
    }

    @Test
    void only_the_commands_and_main_know_the_app() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".app..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage(ROOT + ".app..", ROOT + ".command..", ROOT)
                .because("only app builds things, and nothing that is built may ask for its builder")
                .check(CLASSES);
    }

    @Test
    void child_processes_inherit_no_secrets() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".system")
                .should()
                .callConstructor(ProcessBuilder.class, java.util.List.class)
                .orShould()
                .callConstructor(ProcessBuilder.class, String[].class)
                .orShould()
                .callMethodWhere(target(owner(equivalentTo(Runtime.class))).and(target(name("exec"))))
                .because("ChildEnvironment leaves keys, passwords and addresses out of what they inherit")
                .check(CLASSES);
    }

    @Test
    void the_toolkit_decodes_only_what_this_program_drew() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".console.kit.layout.MediaPictures")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".console.ConsoleWindow")
                .should()
                .callConstructor(Image.class, String.class)
                .orShould()
                .callConstructor(Image.class, String.class, boolean.class)
                .orShould()
                .callConstructor(Image.class, String.class, double.class, double.class, boolean.class, boolean.class)
                .orShould()
                .callConstructor(
                        Image.class,
                        String.class,
                        double.class,
                        double.class,
                        boolean.class,
                        boolean.class,
                        boolean.class)
                .orShould()
                .callConstructor(Image.class, InputStream.class)
                .orShould()
                .callConstructor(
                        Image.class, InputStream.class, double.class, double.class, boolean.class, boolean.class)
                .because("its decoders have no bounds: a picture of 48 KB takes 800 MB")
                .check(CLASSES);
    }

    @Test
    void what_a_read_only_connection_is_made_of_cannot_write() {
        noClasses()
                .that()
                .haveNameMatching(
                        ".*Queries|.*\\.ReadServices|.*\\.ReadOnlyDatabase|.*\\.SignedLinkSigner|.*\\.GenerationDetailsReader")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        ".*\\.(GroupCommitWriter|FalClient|GenerationEngine|GenerationActionController|BulkActionService|GenerationService|SignedUrlService"
                                + "|CreditLedger|QuotaService|ModelRepository|StuckMonitor|MaintenanceJob|BulkActionRunner|SharedLogPublisher)")
                .because("on such a connection there is no method that changes a row, an object or a job")
                .check(CLASSES);
    }

    @Test
    void files_are_made_for_their_owner_alone() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".app..",
                        ROOT + ".casebundle..",
                        ROOT + ".command..",
                        ROOT + ".console..",
                        ROOT + ".credit..",
                        ROOT + ".database..",
                        ROOT + ".generation..",
                        ROOT + ".logging..",
                        ROOT + ".sandbox..",
                        ROOT + ".sharedlog..",
                        ROOT + ".storage..")
                .should()
                .callMethodWhere(
                        target(owner(equivalentTo(Files.class)))
                                .and(
                                        target(
                                                nameMatching(
                                                        "newOutputStream|newBufferedWriter|create(Directory|Directories|File)|write|writeString"))))
                .orShould()
                .callConstructor(FileOutputStream.class, String.class)
                .orShould()
                .callConstructor(FileOutputStream.class, String.class, boolean.class)
                .orShould()
                .callConstructor(FileOutputStream.class, File.class)
                .orShould()
                .callConstructor(FileOutputStream.class, File.class, boolean.class)
                .because(
                        "PrivateFiles makes them so; what lies under the folders of Darkroom is nobody else's business")
                .check(CLASSES);
    }

    @Test
    void questions_are_asked_of_a_database_that_may_be_read_only() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Queries")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".database.Database")
                .because("they work the same on a connection that must not write")
                .check(CLASSES);
    }

    @Test
    void pictures_and_sounds_of_strangers_are_read_in_one_package() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".mediafile", ROOT + ".sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.imageio..", "javax.sound..", "org.jcodec..")
                .because("what a header promises is checked there before anything makes room for it")
                .check(CLASSES);
    }

    @Test
    void the_fx_thread_is_reached_through_the_feed_alone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".console.kit.task.FxEventBridge")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".console.ConsoleShell")
                .should()
                .callMethod(javafx.application.Platform.class, "runLater", Runnable.class)
                .because("events arrive in batches: a runLater for each line makes a click wait")
                .check(CLASSES);
    }
}

// What every notebook of this folder begins with: pdrop's names, and how its values are shown.
import dev.pdrop.experiments.api.*;
import dev.pdrop.experiments.report.ReportPart;
import dev.pdrop.spi.*;
import ai.djl.ndarray.*;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

BaseKernel.notebookKernel().getRenderer().createRegistration(Shown.class).preferring("text/html", "image/svg+xml").register((shown, context) -> context.getOutputContainer().putData(MIMEType.parse(shown.mimeType()), shown.content()));

// A place below the cell that shows what it is given in place of what was there.
Consumer<Shown> screen() { String place = display("", "text/html"); return shown -> updateDisplay(place, shown); }

package org.p2f.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored, as a person uploads, finds, follows and deletes it. */
class ConsoleStorageTest extends ConsoleInBrowser {
  @Test
  void fileThatIsChosenIsSentAndBecomesADataSet(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("pets.zip"), "not a zip, and not asked");
    signIn();
    visit("datasets");
    browser.choose("#dataset-files", file);
    browser.until("document.querySelector('.uploads li')");
    browser.until("document.querySelector('.uploads .problem')"); // this platform takes none
    assertThat(platform.sent("/v1/uploads")).containsExactly("not a zip, and not asked");
    assertThat(browser.value("document.querySelector('[name=source]').value").asString())
        .isEqualTo("image-folder");
    assertThat(browser.value("document.querySelector('[name=name]').value").asString())
        .isEqualTo("pets");
  }

  @Test
  void largeFileGoesInPartsOfWhichARefusedOneIsSentAgain(@TempDir Path directory) throws Exception {
    var file = directory.resolve("large.zip");
    try (var content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength((16 << 20) + 5);
    }
    signIn();
    visit("datasets");
    browser.choose("#dataset-files", file);
    browser.until("document.querySelector('.uploads li')?.textContent.endsWith('sent')");
    assertThat(platform.parts()).containsExactly(16 << 20, 5);
  }

  @Test
  void dataSetIsDeletedWithWhatNeedsItOnlyAfterQuestionsAndRestored() throws Exception {
    signIn();
    visit("dataset/ds-1");
    press("Delete data set");
    assertThat(platform.sent("/v1/datasets/ds-1")).isEmpty();
    press("Yes, delete it");
    browser.until("document.querySelector('.deleting').innerText.includes('mdl-1')");
    press("Delete all 2");
    browser.until("document.querySelector('.deleting').innerText.includes('Deleted.')");
    assertThat(platform.sent("/v1/datasets/ds-1")).containsExactly("it", "all");
    press("Restore it");
    browser.until("document.querySelector('.deleting').innerText === 'Delete data set'");
    assertThat(platform.sent("/v1/deletions/ds-1/restore")).hasSize(1);
    for (String page : List.of("run/trn-1", "evaluation/evl-1", "study/std-1")) {
      visit(page);
      browser.until("document.querySelector('.deleting')");
    }
  }

  private void press(String text) throws Exception {
    browser.value(
        "[...document.querySelectorAll('.deleting button')].find(b => b.innerText === %s).click()"
            .formatted(Browser.quoted(text)));
  }

  @Test
  void whatIsCalledSoIsFoundFromEveryPage() throws Exception {
    signIn();
    browser.value(
        "document.querySelector('.search input').value = 'best',"
            + "document.querySelector('.search').requestSubmit()");
    browser.until("document.querySelector('main table')");
    assertThat(browser.value("location.hash").asString()).isEqualTo("#/search?q=best");
    assertThat(text()).contains("best (small)").contains("<b>best</b>.zip").contains("birds");
    assertThat(browser.value("document.querySelector('main td a').getAttribute('href')").asString())
        .isEqualTo("#/explore?model=mdl-1");
  }

  @Test
  void whereAModelComesFromAndWhatWasMadeOfItCanBeWalked() throws Exception {
    signIn();
    visit("lineage/mdl-1");
    browser.until("document.querySelectorAll('.family a').length === 4");
    assertThat(text()).contains("Lineage of small", "Trajectories", "<img src=x onerror=aler…");
    assertThat(browser.value("document.querySelectorAll('.family .edge').length").asInt())
        .isEqualTo(4);
    assertThat(
            browser.value("document.querySelector('.family .gone title').textContent").asString())
        .isEqualTo("Upload birds.zip, upl-1");
    // an upload, its data set, the model, and its codes further right than both they come from
    assertThat(
            browser
                .value(
                    "[...document.querySelectorAll('.family a')].sort((a, b) => a.querySelector('rect')"
                        + ".x.baseVal.value - b.querySelector('rect').x.baseVal.value)"
                        + ".map(a => a.getAttribute('href').split('/').pop()).join(' ')")
                .asString())
        .isEqualTo("upl-1 ds-1 mdl-1 trj-1");
    browser.value(
        "document.querySelector('.family a[href$=\"trj-1\"]')"
            + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
    browser.until("location.hash === '#/lineage/trj-1'");
  }

  @Test
  void whatTakesRoomIsShownAndWhatWasDeletedIsRestored() throws Exception {
    signIn();
    visit("storage");
    browser.until("document.body.innerText.includes('Could be deleted')");
    assertThat(text())
        .contains("5.0 MB are stored of 9.0 MB")
        .contains("70.0 MB are free")
        .contains("second")
        .contains("Upload birds.zip");
    browser.value(
        "document.querySelector('main table').id = 'before',"
            + "[...document.querySelectorAll('button')].find(b => b.innerText === 'Restore').click()");
    browser.until("!document.getElementById('before')"); // drawn anew
    assertThat(platform.sent("/v1/deletions/del-1/restore")).hasSize(1);
  }
}

// What the pages do besides being pages. Each part listens on the whole document and looks for what
// it needs when something happens, so that it goes on working when `<main>` is another.

import { offer } from "./bar";
import { walk } from "./caret";
import { mindFields } from "./fields";
import { followProgress, receiveFiles } from "./inbox";
import { link } from "./linking";
import { walkLists } from "./lists";
import { growRecords } from "./records";
import { review } from "./review";
import { freeLinks, select } from "./selecting";
import { onSwapped, swap, tell } from "./swapping";

// The bar hears keys first: letters of kinds go before keys of the page.
offer();
mindFields();
growRecords();
link();
select();
walk();
review();
walkLists();
receiveFiles();
onSwapped(freeLinks);
onSwapped(followProgress);
swap();
tell();

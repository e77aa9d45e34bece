/** Colours and letters of every page, in both themes. */
export const PALETTE = `
:root{color-scheme:light dark;
--back:light-dark(#f6f7f9,#101318);--face:light-dark(#fff,#181c23);--sunk:light-dark(#f0f2f5,#12161c);--edge:light-dark(#e1e5ea,#2a303a);
--text:light-dark(#1a2029,#e4e8ee);--soft:light-dark(#566070,#9ba6b5);--link:light-dark(#2457c5,#8fb4ff);
--gained:light-dark(#9a4a06,#ffb267);--gained-back:light-dark(#fdf0e2,#33230f);
--lost:light-dark(#175a9c,#7fbcff);--lost-back:light-dark(#e6f1fc,#12283f);
--unknown:light-dark(#6240a8,#c4a8ff);--unknown-back:light-dark(#f0eafc,#281d42);
--blocking:light-dark(#ad1f17,#ff9a92);--blocking-back:light-dark(#fdeae8,#3d1715);
--clean:light-dark(#17693f,#7bd8a4);--clean-back:light-dark(#e4f5ec,#10301f);
--both:light-dark(#8a2f6b,#f0a0d4);
--mono:ui-monospace,SFMono-Regular,"Cascadia Mono","DejaVu Sans Mono",Menlo,Consolas,monospace}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
`;

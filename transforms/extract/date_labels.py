"""Words that say what a date on a page is of: of the publication, of a change, of something else."""

import re

UPDATED = re.compile(
    r"updated?|modifi|last (?:edited|reviewed|revised|change)|revised|edited|corrected|aktuali[sz]|zuletzt|geändert|"
    r"änderung|bearbeitet|mis à jour|mise à jour|actuali[sz]ad|atualizad|editado|aggiornat|modificat|bijgewerkt|"
    r"gewijzigd|uppdatera|ändrad|opp?dater|sist endret|päivitetty|muokattu|aktualiz|zaktualiz|upraven|frissít|módos|"
    r"обновлен|изменен|оновлен|актуализ|променен|güncelle|ενημέρωσ|ενημερώ|عدل|تحديث|עודכן|עדכון|به‌روز|अपडेट|अद्यतन|"
    r"হালনাগাদ|আপডেট|อัปเดต|อัพเดท|cập nhật|diperbarui|dikemas ?kini|更新|最終|수정|업데이트",
    re.IGNORECASE,
)
"""Before a date that is of a change."""
PUBLISHED = re.compile(
    r"publi|posted|first|created|issued|veröffentlicht|erstellt|erschienen|gepostet|(?<!\w)stand|geplaatst|"
    r"gepubliceerd|pubblicat|publicerad|publisert|udgivet|offentliggjort|julkaistu|opublikowan|publikow|zveřejněn|"
    r"vydán|uverejnen|megjelen|közzété|опубликован|дата|публикаци|опубліков|публикув|yayın|tarih|δημοσίευ|نشر|פורסם|"
    r"תאריך|انتشار|प्रकाशित|প্রকাশ|เผยแพร่|โพสต์|xuất bản|đăng|ngày|diterbitkan|dipublikasi|tayang|公開|掲載|発表|投稿|配信|"
    r"发布|發布|发表|發表|時間|时间|日期|등록|입력|게시|작성|승인",
    re.IGNORECASE,
)
"""Before a date that is of the publication."""
OTHER = re.compile(
    r"retrieved|accessed|abgerufen|consulté le|consultado|born|died|geboren|gestorben|event|deadline|copyright|©|"
    r"expires|version|valid|ends?\b|starts?\b|joined|member since|next|uhr\s*-\s*\d|zugriff",
    re.IGNORECASE,
)
"""Before a date that is of neither."""
COPYRIGHT = re.compile(r"copyright|©", re.IGNORECASE)
UPDATED_BEHIND = re.compile(r"\s*[(（]?(?:更新|修正|수정|업데이트)")
PUBLISHED_BEHIND = re.compile(
    r"\W{0,3}(?:uhr\W{1,3})?(?:gepostet|veröffentlicht|published|posted|publié|publicado|公開|掲載)", re.I
)
"""Behind a date, as before one."""
UPDATED_NAME = re.compile(r"updat|modif|changed|last-?edit", re.IGNORECASE)
PUBLISHED_NAME = re.compile(
    r"publi|(?:entry|post|article|story|news)[-_]?(?:date|time|meta)|pub-?date|(?<![a-z])(?:dateline|posted|date-?posted|"
    r"created|time-?stamp)(?![a-z])",
    re.IGNORECASE,
)
"""In the class or id of an element that holds a date."""

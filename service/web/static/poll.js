/* What only a poll's page needs. Where anyone may come, this browser draws the code itself: 80
   random bits, as those of a printed card. */
const Asked = {
  words: { /* a poll is answered, not voted on */
    "确认投票": "交答卷",
    "核对我的票": "核对我的答卷",
    "下一个": "下一页",
    "上一个": "上一页",
    "正在投出，请稍候……": "正在交出，请稍候……",
    "这张票卡已经投过，票在票箱里，不能再投。": "这张票卡已经交过一份答卷，不能再交。",
    "服务器忙，还不知道票到没到票箱。您填的内容存在手机上。过一会儿可以再发，不会投重，也可以点下面的按钮。":
      "服务器忙，还不知道答卷收没收到。您填的内容存在手机上。过一会儿可以再发，不会交重，也可以点下面的按钮。",
    "网络还是不通，还不知道票到没到票箱。您填的内容存在手机上。网络恢复后会再发，不会投重，也可以点下面的按钮。":
      "网络还是不通，还不知道答卷收没收到。您填的内容存在手机上。网络恢复后会再发，不会交重，也可以点下面的按钮。",
  },
  draw: () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[n & 31]).join(""),
  /* Whether a condition (surveys/questionnaire/conditions.py) is met; `given` tells what a question holds. */
  holds(c, given) {
    const wide = (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0);
    const number = (text) => { const [a, b] = String(text).replace(/[\uff0d-\uff19]/g, wide).split("/"); return a / (b || 1); };
    switch (c.type) {
      case "chosen": return given(c.question).some((v) => c.options.includes(v));
      case "answered": return given(c.question).length > 0;
      case "at_least": return given(c.question).some((v) => number(v) >= number(c.value));
      case "at_most": return given(c.question).some((v) => number(v) <= number(c.value));
      case "all": return c.of.every((part) => Asked.holds(part, given));
      case "any": return c.of.some((part) => Asked.holds(part, given));
      default: return !Asked.holds(c.of, given);
    }
  },
};
